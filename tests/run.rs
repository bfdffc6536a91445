//! Running a program gives CPython's standard output, standard error and exit status.
mod harness;

use std::rc::Rc;

use harness::machine::{STEP_LIMIT, compiled, machine};
use harness::{Case, cases, check, code_read, fold, programs, run_all};
use ouroscope::bytecode::CodeObject;
use ouroscope::vm::{Stop, Stream};

/// Runs a case to its end and compares what it wrote and returned.
fn compare_run(case: &Case, code: &Rc<CodeObject>) -> Result<(), String> {
    let mut vm = machine(case, code);
    let stop = vm.run(STEP_LIMIT);
    let output = vm.take_output();
    let written = |wanted: Stream| -> String {
        let pieces = output.iter().filter(|piece| piece.stream == wanted).map(|piece| &*piece.text);
        fold::mask_addresses(&pieces.collect::<String>())
    };
    let errors = written(Stream::Stderr);
    check("stdout", &written(Stream::Stdout), &case.expected("out").unwrap_or_default())
        .map_err(|report| format!("{report}{stop:?}, our stderr:\n{}", last_lines(&errors)))?;
    check("stderr", &errors, &case.expected("err").unwrap_or_default())?;
    if stop != Stop::Finished {
        return Err(format!("{stop:?} after {} steps", vm.steps));
    }
    let status = vm.exit.unwrap_or_default().status;
    let expected = case.expected("status").unwrap_or("0\n".to_owned());
    check("status", &format!("{status}\n"), &expected)
}

fn last_lines(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(4)..].iter().map(|line| format!("    {line}\n")).collect()
}

#[test]
fn output_and_status() {
    run_all("run", cases(), |case| compare_run(case, &compiled(case)?));
}

/// The machine by itself, on the code CPython compiled.
#[test]
fn output_and_status_of_reference_code() {
    run_all("run of CPython's code", cases(), |case| {
        let text = case.expected("code").ok_or("it has expected code")?;
        compare_run(case, &code_read::read(&text))
    });
}

/// What Ouroscope lacks is refused by name, by the compiler or while it runs; it is never silently wrong.
#[test]
fn unsupported_programs_name_the_feature() {
    run_all("unsupported", programs("unsupported"), |case| {
        let header = case.source.lines().next().and_then(|line| line.strip_prefix("# names: "));
        let feature = header.ok_or("the first line says what the diagnostic names")?;
        let report = match compiled(case) {
            Err(report) => report,
            Ok(code) => {
                let mut vm = machine(case, &code);
                vm.run(STEP_LIMIT);
                vm.take_output().iter().map(|piece| &*piece.text).collect()
            }
        };
        let message = report.lines().last().unwrap_or("(nothing was reported)");
        let named = message.contains("Ouroscope does not support") && message.contains(feature);
        if named { Ok(()) } else { Err(format!("{feature:?} is not named: {message}")) }
    });
}
