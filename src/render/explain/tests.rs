//! Pages, read before they were accepted.

use super::*;
use crate::render::Look;
use crate::render::sample::Sample;
use crate::render::visible::width;

#[test]
fn pages_tell_what_there_is_to_know() {
    let sample = Sample::new();
    let rule = sample.catalogue.rule("effectiveness-before-implementation").unwrap();
    let mut report = sample.report.clone();
    report.diagnostics.retain(|judged| *judged.diagnostic.rule == *rule.name);
    let drawn = Drawn { says: "reviewed a week too early", report: &report, texts: sample.context().texts };
    insta::assert_snapshot!("rule", rule_page(rule, &sample.catalogue, &[drawn], Look::PLAIN));
    let obligation = sample.catalogue.obligation("audit/effectiveness").unwrap();
    insta::assert_snapshot!("obligation", obligation_page(obligation, &sample.catalogue, Look::PLAIN));
    let none = sample.catalogue.obligation("audit/process").unwrap();
    assert!(obligation_page(none, &sample.catalogue, Look::PLAIN).contains("No rule serves it yet"));
    let Ok(Topic::Field(fields)) = topic("status", &sample.catalogue) else { panic!("status is a field") };
    insta::assert_snapshot!("field", field_page(&fields, &sample.catalogue, Look::PLAIN));
    insta::assert_snapshot!("kind", kind_page(Kind::Action, &sample.catalogue, Look::PLAIN));
}

#[test]
fn names_are_found_however_they_are_written() {
    let catalogue = crate::render::sample::catalogue();
    let field = |kind: Kind, name: &str| Topic::Field(vec![(kind, kind.field(name).unwrap())]);
    for (name, expected) in [
        ("audit/process", Ok(Topic::Obligation("audit/process".to_owned()))),
        ("review-cites-future-record", Ok(Topic::Rule("review-cites-future-record".to_owned()))),
        ("action.due_on", Ok(field(Kind::Action, "due_on"))),
        ("risk_acceptance.starts_on", Ok(field(Kind::RiskAcceptance, "starts_on"))),
        ("risk-acceptance", Ok(Topic::Kind(Kind::RiskAcceptance))),
        ("review_action", Ok(Topic::Kind(Kind::ReviewAction))),
        ("entry.ownr", Err(Some("entry.owner".to_owned()))),
        ("review-cites-future-records", Err(Some("review-cites-future-record".to_owned()))),
        ("audit/proces", Err(Some("audit/process".to_owned()))),
        ("", Err(None)),
    ] {
        assert_eq!(topic(name, &catalogue), expected, "{name}");
    }
}

#[test]
fn every_kind_and_field_has_a_page_within_its_width() {
    let catalogue = crate::render::sample::catalogue();
    for kind in Kind::ALL {
        let page = kind_page(*kind, &catalogue, Look::PLAIN);
        assert!(page.lines().all(|line| width(line) <= 80), "{page}");
        for field in kind.shape().fields {
            let id = kind.field(field.name).unwrap();
            let page = field_page(&[(*kind, id)], &catalogue, Look::PLAIN);
            assert!(page.lines().all(|line| width(line) <= 80), "{page}");
        }
    }
}
