//! What queueing theory says of n agents who take one chat at a time, with customers who come at random (Poisson), are served for exponential
//! times, and have exponential patience or endless one. Rates are a second, times in seconds.
//!
//! Erlang B and C: A. K. Erlang, "Solution of some problems in the theory of probabilities of significance in automatic telephone
//! exchanges" (1917), by the recursion over the number of agents, which loses no digits. Erlang A: C. Palm, "Research on telephone traffic
//! carried by full availability groups" (1957), as A. Mandelbaum and S. Zeltyn work it out in "The Palm/Erlang-A queue, with applications to
//! call centers" (2005): a birth and death chain, here summed state by state until nothing more comes. What it leaves out: approximations.

/// A queue with its rates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rates {
    /// How many agents.
    pub(super) agents: u32,
    /// Customers that come.
    pub(super) arrivals: f64,
    /// Chats that one agent ends while it has one.
    pub(super) service: f64,
    /// Customers of one that waits who give up; 0: none does.
    pub(super) patience: f64,
}

/// The share of calls that find all lines busy when nobody may wait (Erlang B), of `offered` erlangs.
pub(super) fn erlang_b(agents: u32, offered: f64) -> f64 {
    (1..=agents).fold(1.0, |blocked, n| offered * blocked / (f64::from(n) + offered * blocked))
}

/// The share of customers that wait when all do so until they are served (Erlang C); the load must be below 1.
pub(super) fn erlang_c(agents: u32, offered: f64) -> f64 {
    let blocked = erlang_b(agents, offered);
    let load = offered / f64::from(agents);
    blocked / (1.0 - load * (1.0 - blocked))
}

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Figure {
    /// Share of all that wait at all.
    Waiting,
    /// Mean wait of all, those that give up included.
    Wait,
    /// Mean wait of those that wait.
    WaitOfWaiting,
    /// Share of all that are served after at most so many whole seconds.
    Within(u32),
    /// Mean wait of those that are served, each in whole seconds, rounded down.
    WaitOfServed,
    /// Share of all that give up.
    Abandonment,
    /// Mean wait of those that give up, each in whole seconds, rounded down.
    WaitOfAbandoned,
}

/// A sum over whole seconds is ended where a term adds less than this.
const TINY: f64 = 1e-13;

impl Rates {
    /// What theory says; none of a figure about giving up where nobody does.
    pub(super) fn figure(self, figure: Figure) -> Option<f64> {
        if self.patience == 0.0 { self.of_endless(figure) } else { Some(self.of_impatient(figure)) }
    }

    fn of_endless(self, figure: Figure) -> Option<f64> {
        let waiting = erlang_c(self.agents, self.arrivals / self.service);
        // Who waits does so for an exponential time with this rate.
        let drain = f64::from(self.agents) * self.service - self.arrivals;
        match figure {
            Figure::Waiting => Some(waiting),
            Figure::Wait => Some(waiting / drain),
            Figure::WaitOfWaiting => Some(1.0 / drain),
            Figure::Within(seconds) => {
                Some(1.0 - waiting * (-drain * f64::from(seconds + 1)).exp())
            }
            // The sum over k = 1, 2, … of the share that waits k seconds or longer.
            Figure::WaitOfServed => Some(waiting / drain.exp_m1()),
            Figure::Abandonment | Figure::WaitOfAbandoned => None,
        }
    }

    fn of_impatient(self, figure: Figure) -> f64 {
        let waiters = Waiters::of(self);
        let waiting: f64 = waiters.found.iter().sum();
        // Little's law: who waits is who stands in the queue.
        let wait = waiters.mean_length() / self.arrivals;
        let abandonment = self.patience * wait;
        match figure {
            Figure::Waiting => waiting,
            Figure::Wait => wait,
            Figure::WaitOfWaiting => wait / waiting,
            Figure::Within(seconds) => {
                1.0 - abandonment - waiters.served_after(f64::from(seconds + 1))
            }
            Figure::WaitOfServed => {
                whole_seconds(|at| waiters.served_after(at)) / (1.0 - abandonment)
            }
            Figure::Abandonment => abandonment,
            Figure::WaitOfAbandoned => {
                whole_seconds(|at| waiters.here_after(at) - waiters.served_after(at)) / abandonment
            }
        }
    }
}

/// The mean of times rounded down to whole seconds, from the share that lasts a number of seconds or longer.
fn whole_seconds(share_after: impl Fn(f64) -> f64) -> f64 {
    (1..).map(|second| share_after(f64::from(second))).take_while(|share| *share > TINY).sum()
}

/// What a customer finds who must wait.
struct Waiters {
    rates: Rates,
    /// How likely it is that so many wait already while all agents are busy, by their number.
    found: Vec<f64>,
}

impl Waiters {
    fn of(rates: Rates) -> Self {
        let Rates { agents, arrivals, service, patience } = rates;
        let busy = f64::from(agents) * service;
        // From "all are busy and nobody waits" downwards and upwards; so no weight overflows.
        let down = (1..=agents).rev().scan(1.0, |weight, n| {
            *weight *= f64::from(n) * service / arrivals;
            Some(*weight)
        });
        let mut found = vec![1.0];
        let (mut weight, mut all) = (1.0, 1.0 + down.sum::<f64>());
        for waiting in 1.. {
            let leaving = busy + f64::from(waiting) * patience;
            weight *= arrivals / leaving;
            found.push(weight);
            all += weight;
            // Beyond this they leave faster than they come, so that the terms only get smaller.
            if leaving > arrivals && weight < all * TINY * TINY {
                break;
            }
        }
        found.iter_mut().for_each(|weight| *weight /= all);
        Self { rates, found }
    }

    fn mean_length(&self) -> f64 {
        (0..).zip(&self.found).map(|(waiting, share)| f64::from(waiting) * share).sum()
    }

    /// The share of all customers that wait this long or longer, whatever becomes of them: patience lasts, and so does the time until those
    /// who stand before it, and one more, have been served or have given up.
    fn here_after(&self, seconds: f64) -> f64 {
        let Rates { agents, service, patience, .. } = self.rates;
        let patient = (-patience * seconds).exp();
        patient * self.lasting(patient, f64::from(agents) * service / patience, |_| 1.0)
    }

    /// The share that waits this long or longer and is served then. Of a sum of exponential times, weighted by patience that outlasts it, there
    /// remains the same sum with each rate greater by that of patience.
    fn served_after(&self, seconds: f64) -> f64 {
        let Rates { agents, service, patience, .. } = self.rates;
        let busy = f64::from(agents) * service;
        let served = |before: u32| busy / (busy + f64::from(before + 1) * patience);
        self.lasting((-patience * seconds).exp(), busy / patience + 1.0, served)
    }

    /// The sum over what is found of its likelihood × `weight` × the share of sums of exponential times with the rates θa, θ(a+1), … θ(a+j)
    /// that last so long that patience of rate θ would have lasted with probability `x`. Such a sum is −ln B ÷ θ of a B with the distribution
    /// Beta(a, j+1), whose function is x^a Σ (1−x)^i Γ(a+i) ÷ (Γ(a) i!) over i = 0 … j.
    fn lasting(&self, x: f64, a: f64, weight: impl Fn(u32) -> f64) -> f64 {
        let mut term = x.powf(a);
        let (mut share, mut sum) = (0.0, 0.0);
        for (before, found) in (0_u32..).zip(&self.found) {
            if before > 0 {
                let i = f64::from(before);
                term *= (1.0 - x) * (a + i - 1.0) / i;
            }
            share += term;
            sum += found * weight(before) * share;
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, wanted: f64, within: f64) {
        assert!((found - wanted).abs() <= within, "{found} is not {wanted} ± {within}");
    }

    fn of(rates: Rates, figure: Figure) -> f64 {
        rates.figure(figure).unwrap()
    }

    #[test]
    fn erlang_b_is_as_the_tables_of_traffic_engineers_have_it() {
        // Erlangs that n lines carry with one call in a hundred blocked, as every printed table of the formula has them (three digits): with
        // half a unit of the last digit less it is fewer, with half a unit more it is more.
        let printed = [(1, 0.0101, 0.0001), (5, 1.36, 0.01), (10, 4.46, 0.01), (20, 12.0, 0.1)];
        for (lines, offered, unit) in printed.into_iter().chain([(50, 37.9, 0.1)]) {
            assert!(erlang_b(lines, offered - unit / 2.0) < 0.01, "{lines} lines");
            assert!(erlang_b(lines, offered + unit / 2.0) > 0.01, "{lines} lines");
        }
    }

    #[test]
    fn erlang_c_is_as_its_closed_forms_for_few_agents() {
        for load in [0.1, 0.5, 0.9, 0.99] {
            near(erlang_c(1, load), load, 1e-12);
            near(erlang_c(2, 2.0 * load), 2.0 * load * load / (1.0 + load), 1e-12);
        }
    }

    /// The example of O. Garnett, A. Mandelbaum and M. Reiman, "Designing a call center with impatient customers" (2002), table 1: 50 agents,
    /// 48 calls a minute, a minute of service, two minutes of patience.
    const PUBLISHED: Rates =
        Rates { agents: 50, arrivals: 48.0 / 60.0, service: 1.0 / 60.0, patience: 0.5 / 60.0 };

    #[test]
    fn the_published_example_comes_out() {
        near(of(PUBLISHED, Figure::Abandonment), 0.031, 0.0005);
        near(of(PUBLISHED, Figure::Wait), 3.7, 0.05);
        let patient = Rates { patience: 0.0, ..PUBLISHED };
        near(of(patient, Figure::Wait), 20.8, 0.05);
    }

    #[test]
    fn patience_that_is_as_long_as_service_is_a_queue_with_agents_for_all() {
        // Then whoever is there leaves at one rate, served or not: the number of those that are there has the distribution of Poisson.
        let rates = Rates { agents: 3, arrivals: 0.01, service: 0.005, patience: 0.005 };
        let mean = 2.0_f64;
        let below = (-mean).exp() * (1.0 + mean + mean * mean / 2.0);
        near(of(rates, Figure::Waiting), 1.0 - below, 1e-12);
    }

    #[test]
    fn almost_endless_patience_is_endless_patience() {
        let patient = Rates { agents: 10, arrivals: 0.03, service: 1.0 / 300.0, patience: 0.0 };
        let almost = Rates { patience: 1e-9, ..patient };
        for figure in [
            Figure::Waiting,
            Figure::Wait,
            Figure::WaitOfWaiting,
            Figure::Within(20),
            Figure::WaitOfServed,
        ] {
            near(of(almost, figure) / of(patient, figure), 1.0, 1e-4);
        }
        assert_eq!(patient.figure(Figure::Abandonment), None);
    }

    #[test]
    fn the_parts_of_a_figure_make_the_whole() {
        let rates =
            Rates { agents: 10, arrivals: 0.04, service: 1.0 / 300.0, patience: 1.0 / 600.0 };
        let waiters = Waiters::of(rates);
        // At once: everybody who waits is here, and who does not give up is served.
        near(waiters.here_after(0.0), of(rates, Figure::Waiting), 1e-12);
        let lost = of(rates, Figure::Waiting) - waiters.served_after(0.0);
        near(lost, of(rates, Figure::Abandonment), 1e-12);
        // The mean is the area under the shares: by the trapezoids over seconds.
        let area: f64 = (1..20_000).map(|second| waiters.here_after(f64::from(second))).sum();
        near(area + waiters.here_after(0.0) / 2.0, of(rates, Figure::Wait), 1e-3);
    }

    #[test]
    fn more_than_can_be_served_is_given_up() {
        let rates = Rates { agents: 2, arrivals: 4.0, service: 1.0, patience: 0.01 };
        near(of(rates, Figure::Abandonment), 0.5, 1e-6);
        near(of(rates, Figure::Waiting), 1.0, 1e-6);
    }
}
