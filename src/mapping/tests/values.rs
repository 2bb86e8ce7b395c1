//! Values, columns, words, dates and emptiness.

use super::*;
use crate::data::{Key, Style, TreeBuilder};

const ENTRY: &str = "{kind: entry, path: a.yaml}";

#[test]
fn the_entry_of_the_specification_is_read_whole() {
    check(
        ENTRY,
        "- id: IMP-2026-014
  kind: nonconformity
  source_refs: [IA-2026-Q1/F-02]
  raised_on: 2026-02-12
  owner: role:it-ops-lead
  risk_refs: R-003, R-004
  priority_basis: {risk: [R-003], rationale: dormant rights}
  similar_check: none found
  actions:
    - {id: A1, type: correction, due_on: 2026-03-15, evidence: [{kind: report, ref: e.pdf}, IMP-1]}
    - Auto-reschedule
  affects_staff: yes
  status: verifying
",
        "
        entry: id=IMP-2026-014 kind=nonconformity source_refs=[IA-2026-Q1/F-02] raised_on=2026-02-12 owner=role:it-ops-lead risk_refs=[R-003 | R-004] affects_staff=true status=verifying
          priority-basis: risk=[R-003] rationale=dormant rights
          similar-check: found=none found
          action: id=A1 type=correction due_on=2026-03-15
            evidence: kind=report ref=e.pdf
            evidence: ref=IMP-1
          action: title=Auto-reschedule
        ",
    );
}

#[test]
fn emptiness_has_four_kinds() {
    check(
        ENTRY,
        "- id: IMP-1
  title: TBD
  description: ''
  owner:
  root_cause: \"null\"
  raised_on: n/a
  communication: none, because nobody is concerned
  no_risk: none, because it is cosmetic
  actions: none because it was merged
  lessons: []
  related: [TBD, IMP-2]
  evidence: TBD
",
        "
        entry: id=IMP-1 title=(placeholder) description=(blank) evidence=(placeholder) raised_on=(placeholder) owner=(blank) root_cause=null no_risk=none, because it is cosmetic actions=(none) none because it was merged communication=(none) none, because nobody is concerned lessons=(blank) related=[(placeholder) | IMP-2]
        ! input-placeholder-text 2:10 field=title, text=TBD, record=IMP-1
        ! input-placeholder-text 6:14 field=raised_on, text=n/a, record=IMP-1
        ! input-placeholder-text 11:13 field=related, text=TBD, record=IMP-1
        ! input-placeholder-text 12:13 field=evidence, text=TBD, record=IMP-1
        ",
    );
}

#[test]
fn wrong_values_are_kept_and_said() {
    check(
        ENTRY,
        "- {id: IMP-1, status: closd, raised_on: 05/03/2026, closed_on: 2026-02-30, owner: [a, b], title: {x: y}}
- {id: IMP-2, status: Closd, raised_on: 06.03.2026, detected_on: 15/03/2026, approval_required: maybe, status: closed}
- {id: IMP-3, status: closd, actions: [[A1], {id: A2, due_on: soon}]}
",
        "
        entry: id=IMP-1 title=(unreadable) raised_on=(unreadable) owner=(unreadable) status=(unreadable) closed_on=(unreadable)
        entry: id=IMP-2 detected_on=(unreadable) raised_on=(unreadable) approval_required=(unreadable) status=(unreadable)
        entry: id=IMP-3 status=(unreadable)
          action: id=A2 due_on=(unreadable)
        ! input-enum-unknown 1:23 value=closd, field=status, nearest=closed, hint=did you mean `closed`?, record=IMP-1, count=2 also 3:23
        ! input-date-ambiguous 1:41 text=05/03/2026, field=raised_on, a=2026-03-05, b=2026-05-03, hint=, record=IMP-1, count=2 also 2:41
        ! input-date-unparseable 1:64 text=2026-02-30, field=closed_on, hint=the calendar has no such day, record=IMP-1
        ! input-type-mismatch 1:83 field=owner, expected=one value, found=a list, record=IMP-1
        ! input-type-mismatch 1:98 field=title, expected=one value, found=a mapping, record=IMP-1
        ! input-date-unparseable 2:66 text=15/03/2026, field=detected_on, hint=if the source writes dates so, say `dates: day-month-year`, record=IMP-2
        ! input-type-mismatch 2:97 field=approval_required, expected=yes or no, found=`maybe`, record=IMP-2
        ! input-type-mismatch 3:40 field=actions, expected=one value, found=a list, record=IMP-3
        ! input-date-unparseable 3:63 text=soon, field=due_on, hint=write it like 2026-03-15, record=IMP-3/A2
        ",
    );
}

#[test]
fn columns_words_defaults_and_dates_of_the_settings_win() {
    check(
        "kind: entry
path: a.yaml
dates: day-month-year
defaults: {kind: nonconformity, actions.type: corrective, status: raised}
columns:
  id: CAPA ID
  title: What
  root_cause: [Cause, Why analysis]
  actions.title: Corrective Action
  actions.due_on: Target Date
  owner: Who.Name
words: {status: {Offen: [raised, triaged], Erledigt: closed}}
",
        "- {CAPA ID: C-1, What: Door open, Why analysis: no closer, Cause: '', corrective-action: Fit one, Target  Date: 5.3.2026, Status: OFFEN, Who: {name: Ada}}
- {CAPA ID: C-2, What: Key lost, Cause: c, Why analysis: w, Status: done, title: not used, Corrective Action: }
- {CAPA ID: C-3, Status: , Kind: incident, Actions: [{title: Two}]}
",
        "
        entry: id=C-1 title=Door open kind=nonconformity owner=Ada root_cause=no closer status=raised or triaged
          action: type=corrective title=Fit one owner=Ada due_on=2026-03-05
        entry: id=C-2 title=Key lost kind=nonconformity root_cause=c / w status=closed
        entry: id=C-3 kind=incident status=raised
          action: type=corrective title=Two
        ! input-field-unknown 2:75 n=1, source=a.yaml, names=`title`, nearest=
        ",
    );
}

#[test]
fn nested_keys_can_be_renamed_where_they_stand() {
    check(
        "{kind: risk, path: a.yaml, columns: {residual.level: impact.level, inherent.score: inherent.points, controls: measures.id, treatment_plan: steps, treatment_plan.action: steps.do}}",
        "risks:
- {id: R-1, impact: {level: high}, inherent: {points: 12, level: low}, measures: [{id: M1}, {id: M2}], steps: [{do: it, owner: a}], treatment: Accept}
- {id: R-2, residual: {level: low, score: 3}, impact: {level: medium}}
",
        "
        risk: id=R-1 controls=[M1 | M2] treatment=retain
          rating: level=low score=12
          rating: level=high
          treatment: action=it owner=a
        risk: id=R-2
          rating: level=medium score=3
        ",
    );
}

#[test]
fn a_formula_without_a_result_is_neither_a_value_nor_blank() {
    let key = |text| Some(Key { text, start: 0, end: 0 });
    let mut builder = TreeBuilder::new(SourceId(0), Arc::from("=A1+30"));
    builder.open_sequence(None, 0);
    builder.open_mapping(None, 0);
    builder.scalar(key("id"), Style::Plain, 0, 6, Some("IMP-1"));
    for field in ["closed_on", "title", "source_refs"] {
        let cell = builder.scalar(key(field), Style::Block, 0, 6, None);
        builder.mark_unknown(cell);
    }
    let lexicon = Lexicon::from_files(VOCABULARY);
    let common = Common { lexicon: &lexicon, pack: "iso-27001-2022", path: "a.yaml" };
    let settings = settings("{kind: entry, path: a.yaml}");
    let (batch, problems, _) = united(map(&settings, 0, builder.finish(6), &Format::Yaml, common));
    assert_eq!(problems, []);
    let records = Records { batches: vec![batch], ..Records::default() };
    let (id, _) = records.iter().next().unwrap();
    let states = |name: &str| {
        let field = Kind::Entry.shape().fields.iter().position(|field| field.name == name).unwrap();
        let field = FieldId(u8::try_from(field).unwrap());
        let items: Vec<State> = records.items(id, field).iter().map(Cell::state).collect();
        if items.is_empty() { vec![records.cell(id, field).unwrap().state()] } else { items }
    };
    for name in ["closed_on", "title", "source_refs"] {
        assert_eq!(states(name), [State::Unreadable], "{name}");
    }
}

#[test]
fn cells_that_hold_more_than_one_thing_are_taken_apart() {
    check(
        ENTRY,
        "- {id: 'NC-1: Legal register not reviewed', risk_refs: R-1..R-3, assets: '1. Mail<br>2. Files', owner: Anna Weber (CISO)}
- {id: NC-2, risk_refs: R-1/R-2, owner: Admin (HR), effectiveness: '2026-03-15: ineffective'}
- {id: NC-3, effectiveness: [Audit sample 2026-Q3, 2026-04-01]}
",
        "
        entry: id=NC-1 title=Legal register not reviewed owner=Anna Weber assets=[Mail | Files] risk_refs=[R-1 | R-2 | R-3]
        entry: id=NC-2 owner=Admin (HR) risk_refs=[R-1 | R-2]
          effectiveness-review: reviewed_on=2026-03-15 result=ineffective text=2026-03-15: ineffective
        entry: id=NC-3
          effectiveness-review: text=Audit sample 2026-Q3
          effectiveness-review: reviewed_on=2026-04-01 text=2026-04-01
        ",
    );
}

#[test]
fn cells_tell_what_their_source_has_no_column_for() {
    check(
        ENTRY,
        "- {id: 'NC-1: Door open', status: '**Closed 2026-08-14** — fixed', source: Incident INC-2026-004, effectiveness: Audit sample 2026-Q3}
- {id: NC-2, status: Closed (5.3.2026), source: internal-audit 2026-Q1, effectiveness: '2026-04-01: effective'}
- {id: NC-3, status: in-progress 2026-08-14, effectiveness: To be checked at the next audit}
- {id: NC-4, status: closed on 14 Aug 2026}
",
        "
        entry: id=NC-1 title=Door open source=incident source_refs=[INC-2026-004] status=closed closed_on=2026-08-14
          effectiveness-plan: criterion=Audit sample 2026-Q3 due_on=2026-09-30
        entry: id=NC-2 source=internal-audit status=closed
          effectiveness-review: reviewed_on=2026-04-01 result=effective text=2026-04-01: effective
        entry: id=NC-3 status=in-progress
          effectiveness-plan: criterion=To be checked at the next audit
        entry: id=NC-4 status=closed closed_on=2026-08-14
        ",
    );
    check(
        ENTRY,
        "- {id: 'NC-1: Door open', title: Door, status: Closed 2026-08-14, closed_on: , source: Incident INC-4, source_refs: }
- {id: NC-2, effectiveness: Audit sample 2026-Q3, effectiveness_plan: }
",
        "
        entry: id=NC-1 title=Door source=incident source_refs=(blank) status=closed closed_on=(blank)
        entry: id=NC-2 effectiveness_plan=(blank)
          effectiveness-review: text=Audit sample 2026-Q3
        ",
    );
}

#[test]
fn what_some_cells_tell_is_kept_for_their_records_only() {
    let text = "- {id: 'NC-1: Door', status: Closed 2026-08-14}\n- {id: NC-2, status: closed}\n";
    let mapped = super::mapped(&super::settings(ENTRY), text);
    let kind = crate::model::Kind::Entry;
    for name in ["closed_on", "title"] {
        let kept = [0, 1].map(|record| mapped.batch.keeps(record, kind, kind.field(name).unwrap()));
        assert_eq!(kept, [true, false], "{name}");
    }
}

#[test]
fn dashes_and_names_of_things_are_understood() {
    check(
        "{kind: risk, path: a.yaml}",
        "- {id: R-1, controls: [{id: AT-2, name: Training}, {name: MFA}], last_assessed_on: —, entries: '-', owner: TBD}\n",
        "
        risk: id=R-1 owner=(placeholder) controls=[AT-2 | MFA] last_assessed_on=(placeholder) entries=(placeholder)
        ! input-placeholder-text 1:84 field=last_assessed_on, text=—, record=R-1
        ! input-placeholder-text 1:108 field=owner, text=TBD, record=R-1
        ",
    );
}

#[test]
fn numbered_actions_are_several() {
    check(
        "{kind: entry, path: a.yaml, columns: {actions.title: Action, actions.due_on: Due}}",
        "- {id: NC-1, owner: Ada, Action: '1. Fit a lock<br>2. Test it', Due: 2026-03-15}
- {id: NC-2, Action: 'Fit a lock<br>Test it', Due: 2026-03-15}
",
        "
        entry: id=NC-1 owner=Ada
          action: title=Fit a lock owner=Ada due_on=2026-03-15
          action: title=Test it owner=Ada due_on=2026-03-15
        entry: id=NC-2
          action: title=Fit a lock<br>Test it due_on=2026-03-15
        ",
    );
    check(
        ENTRY,
        "- {id: NC-1, actions: '1) Fit a lock 2) Test it'}\n",
        "
        entry: id=NC-1
          action: title=Fit a lock
          action: title=Test it
        ",
    );
}
