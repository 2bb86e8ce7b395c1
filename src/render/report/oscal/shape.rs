//! The parts of OSCAL that are written here, in its words. Lists that are empty are left out, as it asks.

use serde::Serialize;

macro_rules! shapes {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $ty:ty,)* })*) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Serialize)]
            #[serde(rename_all = "kebab-case")]
            pub(super) struct $name {
                $($(#[$field_doc])* #[serde(skip_serializing_if = "Left::out")] pub(super) $field: $ty,)*
            }

            impl Left for $name {}
        )*
    };
}

/// Whether a field is left out.
trait Left {
    fn out(&self) -> bool {
        false
    }
}

impl Left for String {}

impl Left for &'static str {}

impl<T> Left for Option<T> {
    fn out(&self) -> bool {
        self.is_none()
    }
}

impl<T> Left for Vec<T> {
    fn out(&self) -> bool {
        self.is_empty()
    }
}

shapes! {
    AssessmentResultsFile { assessment_results: AssessmentResults, }

    AssessmentResults {
        uuid: String,
        metadata: Metadata,
        import_ap: Import,
        local_definitions: Objectives,
        results: Vec<Outcome>,
        back_matter: BackMatter,
    }

    PlanFile { plan_of_action_and_milestones: PlanOfAction, }

    PlanOfAction {
        uuid: String,
        metadata: Metadata,
        system_id: SystemId,
        local_definitions: Assets,
        observations: Vec<Observation>,
        risks: Vec<Risk>,
        poam_items: Vec<PoamItem>,
        back_matter: BackMatter,
    }

    Metadata {
        title: String,
        last_modified: String,
        version: String,
        oscal_version: &'static str,
        props: Vec<Prop>,
        roles: Vec<Role>,
        parties: Vec<Party>,
        remarks: Option<String>,
    }

    Prop { name: &'static str, ns: &'static str, value: String, }

    Role { id: &'static str, title: &'static str, }

    Party {
        uuid: String,
        #[serde(rename = "type")]
        ty: &'static str,
        name: String,
    }

    Import { href: String, remarks: Option<String>, }

    SystemId { identifier_type: &'static str, id: String, }

    Objectives { objectives_and_methods: Vec<Objective>, }

    Objective { control_id: String, description: String, parts: Vec<Part>, }

    Part { id: String, name: &'static str, props: Vec<Prop>, prose: String, }

    Assets { assessment_assets: AssessmentAssets, }

    AssessmentAssets { components: Vec<Component>, assessment_platforms: Vec<Platform>, }

    Component {
        uuid: String,
        #[serde(rename = "type")]
        ty: &'static str,
        title: &'static str,
        description: String,
        status: State,
    }

    State { state: &'static str, }

    Platform { uuid: String, title: &'static str, uses_components: Vec<Used>, }

    Used { component_uuid: String, }

    /// What OSCAL calls a result.
    Outcome {
        uuid: String,
        title: String,
        description: String,
        start: String,
        props: Vec<Prop>,
        local_definitions: Assets,
        reviewed_controls: ReviewedControls,
        observations: Vec<Observation>,
        risks: Vec<Risk>,
        findings: Vec<Finding>,
        remarks: Option<String>,
    }

    ReviewedControls { description: String, control_selections: Vec<Selection>, }

    Selection { include_controls: Vec<SelectedControl>, }

    SelectedControl { control_id: String, statement_ids: Vec<String>, }

    Observation {
        uuid: String,
        title: String,
        description: String,
        props: Vec<Prop>,
        methods: Vec<&'static str>,
        types: Vec<&'static str>,
        origins: Vec<Origin>,
        subjects: Vec<Subject>,
        relevant_evidence: Vec<Evidence>,
        collected: String,
    }

    Origin { actors: Vec<Actor>, }

    Actor {
        #[serde(rename = "type")]
        ty: &'static str,
        actor_uuid: String,
    }

    Subject {
        subject_uuid: String,
        #[serde(rename = "type")]
        ty: &'static str,
        title: String,
        props: Vec<Prop>,
    }

    Evidence { href: String, description: String, props: Vec<Prop>, }

    Risk {
        uuid: String,
        title: String,
        description: String,
        statement: String,
        props: Vec<Prop>,
        status: &'static str,
        origins: Vec<Origin>,
        deadline: Option<String>,
        remediations: Vec<Response>,
        risk_log: Option<RiskLog>,
        related_observations: Vec<Observed>,
    }

    Response {
        uuid: String,
        lifecycle: &'static str,
        title: String,
        description: String,
        props: Vec<Prop>,
        tasks: Vec<Task>,
    }

    Task {
        uuid: String,
        #[serde(rename = "type")]
        ty: &'static str,
        title: String,
        props: Vec<Prop>,
        timing: Option<Timing>,
        responsible_roles: Vec<Responsible>,
    }

    Timing { on_date: OnDate, }

    OnDate { date: String, }

    Responsible { role_id: &'static str, party_uuids: Vec<String>, }

    RiskLog { entries: Vec<LogEntry>, }

    LogEntry {
        uuid: String,
        title: String,
        description: Option<String>,
        start: String,
        status_change: Option<&'static str>,
    }

    Observed { observation_uuid: String, }

    RelatedRisk { risk_uuid: String, }

    Finding {
        uuid: String,
        title: String,
        description: String,
        props: Vec<Prop>,
        origins: Vec<Origin>,
        target: Target,
        related_observations: Vec<Observed>,
        related_risks: Vec<RelatedRisk>,
    }

    Target {
        #[serde(rename = "type")]
        ty: &'static str,
        target_id: String,
        title: String,
        status: Status,
    }

    Status { state: &'static str, reason: &'static str, remarks: String, }

    PoamItem {
        uuid: String,
        title: String,
        description: String,
        props: Vec<Prop>,
        related_observations: Vec<Observed>,
        related_risks: Vec<RelatedRisk>,
        remarks: Option<String>,
    }

    BackMatter { resources: Vec<Resource>, }

    Resource {
        uuid: String,
        title: String,
        description: Option<String>,
        props: Vec<Prop>,
        rlinks: Vec<Link>,
    }

    Link { href: String, hashes: Vec<Hash>, }

    Hash { algorithm: &'static str, value: String, }
}
