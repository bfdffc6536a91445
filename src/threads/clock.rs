//! The virtual clock: nanoseconds since the start of the program, as a function of the number of steps done.

/// What one step (a bytecode instruction or a native resumption) costs, in virtual nanoseconds. Simulated: real
/// instructions differ.
pub const STEP_NS: u64 = 50;

/// Time is `base_ns` at step `base_step` and advances by [`STEP_NS`] per step, so that the run loop pays nothing for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clock {
    base_ns: u64,
    base_step: u64,
}

impl Clock {
    /// Virtual nanoseconds after `step` steps.
    pub fn now(&self, step: u64) -> u64 {
        self.base_ns.saturating_add(step.saturating_sub(self.base_step).saturating_mul(STEP_NS))
    }

    /// Jumps forward to `time` (never back) at `step`.
    pub fn jump(&mut self, step: u64, time: u64) {
        self.base_ns = self.now(step).max(time);
        self.base_step = step;
    }

    /// First step at which the clock shows at least `time`.
    pub fn step_at(&self, time: u64) -> u64 {
        self.base_step.saturating_add(time.saturating_sub(self.base_ns).div_ceil(STEP_NS))
    }
}
