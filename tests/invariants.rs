//! What must hold on every step of every program.
mod harness;

use harness::machine::{STEP_LIMIT, compiled, digest, machine, some_steps};
use harness::{Case, cases, run_all};
use ouroscope::vm::{Stop, Vm};

/// Up to this many steps the auditor looks after each one, beyond it every [`AUDIT_STRIDE`] steps.
const AUDIT_EACH: u64 = 4_000;
const AUDIT_STRIDE: u64 = 211;
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
            let stride = if vm.steps < AUDIT_EACH { 1 } else { AUDIT_STRIDE };
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

/// A clone is a checkpoint: both go on to the same states.
#[test]
fn clones_go_the_same_way() {
    run_all("clones", cases(), |case| {
        let total = steps_of(case)?;
        let mut vm = machine(case, &compiled(case)?);
        let mut steps = some_steps(total, 4);
        steps.sort_unstable();
        for step in steps {
            vm.run(step);
            let mut clone = vm.clone();
            clone.run(step + total / 4);
            vm.run(step + total / 4);
            if digest(&clone) != digest(&vm) {
                return Err(format!("the clone of step {step} differs {} steps later", total / 4));
            }
        }
        Ok(())
    });
}

fn steps_of(case: &Case) -> Result<u64, String> {
    let mut vm = machine(case, &compiled(case)?);
    vm.run(STEP_LIMIT);
    Ok(vm.steps)
}
