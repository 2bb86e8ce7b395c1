//! Values that are worked out when they are first asked for.

use crate::expr::fixture::{Fixture, env, scope};
use crate::expr::{Condition, Scope, V, compile};

#[test]
fn a_value_that_is_worked_out_late_is_the_same_wherever_it_is_asked_for() {
    let mut scope = scope(false);
    // Conditions live as long as the records.
    let kept = |text: &str, scope: &Scope| -> &'static Condition { Box::leak(Box::new(compile(text, scope).unwrap())) };
    let dated = kept("entry.actions.filter(a, entry.actions.exists(b, b.id == a.id && a.due_on != null))", &scope);
    let dated_slot = scope.bind_value("dated", dated);
    let ids = kept("entry.actions.filter(a, size(dated) > 0 && a in dated).map(a, a.id)", &scope);
    let ids_slot = scope.bind_value("ids", ids);
    // What is first asked for inside a walk has walks of its own, which take the same slots.
    let inside = kept("entry.actions.filter(x, ids.exists(y, y == x.id)).size()", &scope);
    let again = kept("size(ids) == size(dated) && size(ids) > 0", &scope);
    Fixture::new().with(|world| {
        let (mut late, mut early) = (env(world), env(world));
        late.set_later(dated_slot, dated);
        late.set_later(ids_slot, ids);
        let value = dated.eval(&mut early);
        early.set(dated_slot, value);
        let value = ids.eval(&mut early);
        early.set(ids_slot, value);
        for condition in [inside, again] {
            let (late, early) = (condition.eval(&mut late), condition.eval(&mut early));
            assert!(matches!(late.same(&early, world.index.records), Ok(true)), "{late:?} {early:?}");
        }
        assert!(matches!(again.eval(&mut late), V::Bool(true)));
    });
}
