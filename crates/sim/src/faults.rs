//! What goes wrong, drawn from the weather: tabs crash and come back before, at and after the limits, networks lose one way or both, the
//! server is killed, the disk fails or is slow, clocks jump, and people change settings in the middle of it all.

use domain::checks::Checked;
use domain::directory::StaffRole;
use domain::{Command, QueueId};
use store::Fault as DiskFault;

use crate::site::{PROFILES, QUEUES};
use crate::tab::Link;
use crate::weather::{FAULTS, Fault, HOUR};
use crate::world::{Happening, World};

impl World {
    pub(crate) fn fault(&mut self) -> Checked {
        if self.is_draining {
            return Ok(());
        }
        let gap = self.chance.around(self.weather.fault_gap);
        self.at(self.now + gap.max(10), Happening::Fault);
        self.counts.faults += 1;
        let weights = self.weather.faults;
        match FAULTS[self.chance.weighted(&weights)] {
            Fault::TabCrash => self.crash_tab(),
            Fault::NetworkLoss => self.lose_network(),
            Fault::SocketReset => self.reset_socket(),
            Fault::Kill => self.kill_sometime(),
            Fault::DiskFailure => self.fail_disk(),
            Fault::SlowDisk => {
                self.slow_until = self.now + self.chance.around(20_000);
                self.trace.note(self.now, || "the disk of the server is slow".to_owned());
            }
            Fault::ClockJump => self.jump(),
            Fault::SettingChange => self.change_setting(),
            Fault::DirectoryChange => self.change_directory(),
        }
        Ok(())
    }

    /// How long somebody is away: not at all, around the limits to the millisecond, or for long.
    fn absence(&mut self) -> u64 {
        let settings = &self.judge.truth.directory.settings;
        let absent = settings.absent_interval.0;
        let lost = absent * u64::from(settings.agent_absent_retry_count);
        let jitter = self.chance.below(7);
        match self.chance.weighted(&[25, 20, 25, 15, 15]) {
            0 => self.chance.below(1_500),
            1 => (absent + jitter).saturating_sub(3),
            2 => (lost + jitter).saturating_sub(3),
            3 => self.chance.between(absent, lost),
            _ => lost + self.chance.around(lost),
        }
    }

    fn some_tab(&mut self) -> Option<usize> {
        let tab = self.chance.index(self.tabs.len());
        let here = self.tabs.get(tab)?;
        (here.is_alive && here.person.is_some()).then_some(tab)
    }

    /// Notes what happened to a tab.
    pub(crate) fn note_of_tab(&mut self, tab: usize, what: &str) {
        if self.plan.is_traced {
            let owner = self.owner(tab);
            self.trace.note(self.now, || format!("tab {tab} of {owner} {what}"));
        }
    }

    fn owner(&self, tab: usize) -> String {
        let person = self.tabs[tab].person.and_then(|index| self.person(index));
        person.map_or_else(String::new, |person| person.party.id.to_string())
    }

    fn crash_tab(&mut self) {
        let Some(tab) = self.some_tab() else { return };
        // All tabs of a person may go at once, with the machine.
        let index = self.tabs[tab].person;
        let all = self.chance.percent(60);
        let tabs = index.and_then(|index| self.person(index)).map(|person| person.tabs.clone());
        let tabs = if all { tabs.unwrap_or_default() } else { vec![tab] };
        let away = self.absence();
        let is_polite = self.chance.percent(70);
        let born = self.born_of_tab(tab);
        for tab in tabs {
            self.note_of_tab(tab, &format!("crashes for {away} ms"));
            self.hang_up(tab, is_polite);
            self.tabs[tab].is_alive = false;
            self.at(self.now + away, Happening::Reopen(tab, born));
        }
    }

    /// A crashed tab is opened again: the outbox is still there, nothing else is.
    pub(crate) fn reopen(&mut self, tab: usize, born: u32) {
        if self.born_of_tab(tab) != born || self.tabs[tab].is_alive {
            return;
        }
        let Some(index) = self.tabs[tab].person else { return };
        self.note_of_tab(tab, "is opened again");
        let here = &mut self.tabs[tab];
        here.is_alive = true;
        here.has_position = false;
        here.back_off = 300;
        here.epoch += 1;
        here.link = Link::Down;
        let epoch = here.epoch;
        self.at(self.now, Happening::Connect(tab, epoch));
        let soon = self.now + self.chance.around(self.weather.think);
        self.act_by(index, soon);
    }

    fn lose_network(&mut self) {
        let Some(tab) = self.some_tab() else { return };
        let index = self.tabs[tab].person;
        let all = self.chance.percent(60);
        let tabs = index.and_then(|index| self.person(index)).map(|person| person.tabs.clone());
        let tabs = if all { tabs.unwrap_or_default() } else { vec![tab] };
        let away = self.absence();
        let way = self.chance.weighted(&[50, 25, 25]);
        for tab in tabs {
            let here = &mut self.tabs[tab];
            here.up.is_up &= way == 1;
            here.down.is_up &= way == 2;
            let (up, down) = (here.up.is_up, here.down.is_up);
            self.note_of_tab(tab, &format!("is cut off for {away} ms: up {up}, down {down}"));
            let epoch = self.tabs[tab].epoch;
            self.at(self.now + away, Happening::Mend(tab, epoch));
        }
    }

    fn reset_socket(&mut self) {
        let Some(tab) = self.some_tab() else { return };
        if self.tabs[tab].link != Link::Down {
            let says_so = self.chance.percent(80);
            self.hang_up(tab, says_so);
        }
    }

    fn kill_sometime(&mut self) {
        if self.server.engine.is_none() {
            return;
        }
        // Killed between the commit and the word of it: what is being written is durable, and nobody hears of it.
        if self.chance.percent(40) {
            self.server.plan.script([Some(DiskFault::AfterCommit)]);
            if let Some(engine) = &mut self.server.engine {
                engine.commit();
            }
        }
        let down_for = match self.chance.weighted(&[60, 30, 10]) {
            0 => self.chance.between(50, 3_000),
            1 => self.chance.between(3_000, 60_000),
            _ => self.absence(),
        };
        self.kill(down_for);
    }

    fn fail_disk(&mut self) {
        let fault = [DiskFault::Full, DiskFault::Io, DiskFault::AfterCommit][self.chance.index(3)];
        self.trace.note(self.now, || format!("the disk of the server fails: {fault:?}"));
        if self.chance.percent(60) {
            let count = self.chance.between(1, 4);
            self.server.plan.script((0..count).map(|_| Some(fault)));
        } else {
            self.server.plan.stand(fault);
            let well = self.now + self.chance.around(20_000);
            self.at(well, Happening::DiskWell);
        }
    }

    fn jump(&mut self) {
        let far = self.chance.around(HOUR) as i64;
        let by = if self.chance.percent(50) { far } else { -far };
        self.skew += by;
        self.judge.has_clock_jumped |= by > 0;
        self.set_clocks();
        self.trace.note(self.now, || format!("the clock of the server jumps by {by} ms"));
        self.turn_by(self.now);
    }

    fn change_setting(&mut self) {
        let hb = self.weather.heartbeat;
        let choices: [(&str, [u64; 3]); 13] = [
            ("absent_interval", [hb, hb * 2, hb * 5]),
            ("offer_timeout", [2_000, 30_000, 120_000]),
            ("offer_confirm_timeout", [500, 5_000, 20_000]),
            ("queue_timeout", [60_000, 600_000, 1_800_000]),
            ("idle_alert", [10_000, 120_000, 255_000]),
            ("idle_timeout", [30_000, 600_000, 900_000]),
            ("wrap_up_timeout", [0, 10_000, 120_000]),
            ("heartbeat_interval", [hb, hb.div_ceil(2).max(500), hb * 2]),
            ("transfer_timeout", [1_000, 20_000, 60_000]),
            ("async_preferred_agent", [0, 10_000, 120_000]),
            ("async_idle_alert", [60_000, HOUR, 24 * HOUR]),
            ("async_idle_close", [60_000, 600_000, HOUR]),
            ("message_chars_max", [0, 0, 0]),
        ];
        let (name, values) = &choices[self.chance.index(choices.len())];
        let value = match *name {
            "message_chars_max" => ["20", "1000", "10000"][self.chance.index(3)].to_owned(),
            _ => format!("{}ms", values[self.chance.index(3)]),
        };
        let (name, value) = if self.chance.percent(25) {
            match self.chance.index(5) {
                0 => ("announce_monitoring".to_owned(), self.chance.percent(50).to_string()),
                3 => ("identity_required".to_owned(), self.chance.percent(30).to_string()),
                4 => {
                    let values = ["0ms", "30000ms", "3600000ms"];
                    ("rating_time".to_owned(), values[self.chance.index(3)].to_owned())
                }
                1 => {
                    let words = ["always", "never", "noagents", "noanswer"];
                    let word = words[self.chance.index(words.len())];
                    ("stop_abandoned_interaction".to_owned(), word.to_owned())
                }
                _ => {
                    let count = self.chance.between(1, 4).to_string();
                    ("agent_absent_retry_count".to_owned(), count)
                }
            }
        } else {
            ((*name).to_owned(), value)
        };
        self.command(Self::admin(), Command::SetSetting { name, value });
    }

    fn change_directory(&mut self) {
        let command = match self.chance.weighted(&[20, 20, 20, 30, 8, 2]) {
            3 => self.random_library_change(),
            4 => self.random_key_change(),
            // Refused while anything leads to it.
            5 => {
                let queue = QueueId::new(QUEUES[self.chance.index(self.weather.queues)]);
                Command::RemoveQueue { queue }
            }
            0 => {
                let name = QUEUES[self.chance.index(self.weather.queues)];
                Command::PutQueue { queue: self.random_queue(name) }
            }
            1 => {
                let name = PROFILES[self.chance.index(PROFILES.len())];
                Command::PutProfile { profile: self.random_profile(name) }
            }
            _ => {
                let n = self.chance.index(self.weather.agents);
                let agent = self.random_agent(&format!("agent-{n}"), StaffRole::Agent);
                Command::PutAgent { agent }
            }
        };
        self.command(Self::admin(), command);
    }
}
