//! `ouroscope trace`: what each step of a run did, a JSON object a line.

use crate::{Failure, Outcome, read_input_line, write_out};
use ouroscope::stages::Stages;
use ouroscope::timeline::Session;
use ouroscope::view::{CompileView, EffectView, InstructionView, RunStatus, SessionOptions, StepView};
use serde::Serialize;
use std::collections::BTreeMap;
use std::process::ExitCode;

/// Steps between two looks at the progress.
const SLICE: u32 = 10_000;

/// One step, as it is printed.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Line<'a> {
    /// From 1: the state after this many steps.
    step: u32,
    thread: u32,
    clock_ns: u64,
    /// The instruction that was executed; absent where a native went on.
    #[serde(skip_serializing_if = "Option::is_none")]
    instruction: Option<Executed<'a>>,
    /// Frames of all threads, native ones included, after the step.
    depth: usize,
    effects: &'a [EffectView],
    explanation: &'a [String],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Executed<'a> {
    code: &'a str,
    offset: u32,
    line: Option<u32>,
    opname: &'a str,
    argrepr: &'a str,
}

/// The instructions of a program by code object and byte offset.
type Instructions<'a> = BTreeMap<(u32, u32), &'a InstructionView>;

/// Runs the program of `stages` and prints every step.
pub fn trace(stages: &Stages) -> Outcome {
    let compiled = CompileView::of(stages);
    let instructions = instructions(&compiled);
    let mut session = Session::new(stages, &SessionOptions::default());
    let mut printed = 0;
    loop {
        let progress = session.run(SLICE);
        while printed < progress.total {
            printed += 1;
            write_out(&line(&session.seek(printed), &compiled, &instructions)?)?;
        }
        match progress.status {
            RunStatus::Running => {}
            RunStatus::WaitingForInput => match read_input_line()? {
                Some(text) => session.provide_input(&text),
                None => {
                    return Err(Failure::Report("ouroscope: the program waits for more input\n".to_owned()));
                }
            },
            RunStatus::Finished => return Ok(ExitCode::SUCCESS),
            RunStatus::Raised => return Ok(ExitCode::from(1)),
            RunStatus::Deadlock => {
                return Err(Failure::Report("ouroscope: deadlock: every thread waits\n".to_owned()));
            }
        }
        if let Some(limit) = progress.limit {
            return Err(Failure::Report(format!("ouroscope: {limit}\n")));
        }
    }
}

fn instructions(compiled: &CompileView) -> Instructions<'_> {
    let codes = compiled.codes.iter().zip(0..);
    codes.flat_map(|(code, index)| code.instructions.iter().map(move |it| ((index, it.offset), it))).collect()
}

fn line(view: &StepView, compiled: &CompileView, instructions: &Instructions<'_>) -> Result<String, Failure> {
    let executed = view.executed.and_then(|executed| {
        let instruction = instructions.get(&(executed.code, executed.offset))?;
        let code = compiled.codes.get(executed.code as usize)?;
        Some(Executed {
            code: &code.qualname,
            offset: executed.offset,
            line: executed.line,
            opname: &instruction.opname,
            argrepr: &instruction.argrepr,
        })
    });
    let line = Line {
        step: view.step,
        thread: view.thread,
        clock_ns: view.gil.clock_ns,
        instruction: executed,
        depth: view.frames.len() + view.frames_hidden as usize,
        effects: &view.effects,
        explanation: &view.explanation,
    };
    let json = serde_json::to_string(&line);
    json.map(|json| json + "\n").map_err(|error| Failure::Report(format!("ouroscope: {error}\n")))
}
