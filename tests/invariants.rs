//! What must hold on every step of every program.
mod harness;

use std::collections::BTreeSet;

use harness::machine::{STEP_LIMIT, compiled, history, machine, some_steps};
use harness::{cases, run_all};
use ouroscope::vm::{Stop, Vm};

/// Up to this many steps the auditor looks after each one, beyond it a hundred times per e-fold of the steps.
const AUDIT_EACH: u64 = 2_500;
const AUDITS_PER_FOLD: u64 = 100;
/// Steps each case is sought to.
const SOUGHT: usize = 20;
/// Mismatches named in a report.
const SHOWN: usize = 3;

fn audit(vm: &Vm) -> Result<(), String> {
    let wrong = vm.audit();
    if wrong.is_empty() {
        return Ok(());
    }
    let shown: Vec<String> = wrong.iter().take(SHOWN).map(|mismatch| format!("  {mismatch:?}\n")).collect();
    Err(format!("after step {} {} counts are wrong:\n{}", vm.steps, wrong.len(), shown.concat()))
}

#[test]
fn every_count_is_the_number_of_references() {
    run_all("audit", cases(), |case| {
        let mut vm = machine(case, &compiled(case)?);
        loop {
            let stride = if vm.steps < AUDIT_EACH { 1 } else { vm.steps / AUDITS_PER_FOLD };
            let stop = vm.run(vm.steps + stride);
            audit(&vm)?;
            if stop != Stop::Budget || vm.steps > STEP_LIMIT {
                return Ok(());
            }
        }
    });
}

#[test]
fn nothing_leaks() {
    run_all("leaks", cases(), |case| {
        let mut vm = machine(case, &compiled(case)?);
        let stop = vm.run(STEP_LIMIT);
        if stop != Stop::Finished {
            return Err(format!("{stop:?}"));
        }
        let leaked = vm.leaked();
        let shown: Vec<String> = leaked.iter().take(8).map(|&object| vm.short_text(object, 60)).collect();
        if leaked.is_empty() {
            Ok(())
        } else {
            Err(format!("{} objects: {}", leaked.len(), shown.join(", ")))
        }
    });
}

/// Seeking to a step, in any direction, gives the state that running forward gives.
#[test]
fn seeking_equals_running() {
    run_all("seek", cases(), |case| {
        let code = compiled(case)?;
        let history = history(case, &code);
        let sought = some_steps(history.total(), SOUGHT);
        let states: Vec<(u64, u64)> =
            sought.iter().map(|&step| (step, history.state(step).fingerprint())).collect();
        let shown: Vec<(u64, u64)> =
            sought.iter().map(|&step| (step, history.show(step, None).vm.fingerprint())).collect();
        let mut vm = machine(case, &code);
        let mut forward: Vec<(u64, u64)> = sought
            .iter()
            .collect::<BTreeSet<_>>()
            .into_iter()
            .map(|&step| {
                vm.run(step);
                (step, vm.fingerprint())
            })
            .collect();
        forward.sort_unstable();
        let state_of =
            |step| forward[forward.binary_search_by_key(&step, |(at, _)| *at).expect("it was run")].1;
        for (how, reached) in [("state", states), ("show", shown)] {
            if let Some((step, _)) = reached.iter().find(|(step, state)| *state != state_of(*step)) {
                return Err(format!("{how}({step}) of {} is not the state reached forward", history.total()));
            }
        }
        Ok(())
    });
}
