import { catalogue } from "@/words/catalogue";

export const words = catalogue({
  titles: { ran: "Why did it run?", not: "Why did it not run?", future: "Will it run?", open: "Why did it not run?" },
  about: (job: string, local: string) => `${job} · ${local}`,
  open: "Which time do you mean?",
  openText: "Say a day and a time, also one that is still to come. The answer is what the scheduler decided, or would decide today.",
  ask: { title: "Ask about a time", day: "Day", time: "Time", by: (city: string) => `By the clocks of ${city}`, send: "Ask" },
  schedule: { title: "Its schedule", next: "Next", over: "It has ended.", paused: "It is paused.", open: "Look at the schedules" },
  do: {
    run: "Run it now for that time",
    resume: "Resume the schedule",
    retry: "Try its rule again",
    unskip: "Let it run",
    change: "Change the schedule…",
    look: (id: number) => `Look at run ${id}`,
  },
  done: { resume: "The schedule goes on.", unskip: "It will run." },
  notADay: "This is no day. Write 24 Dec, or yesterday.",
  notATime: "This is no time of day. Write 9, 9:30 or 9pm.",
  openCalendar: (what: string) => `Open the calendar: ${what}`,
  calendar: { previousMonth: "Previous month", nextMonth: "Next month", previousYear: "Previous year", nextYear: "Next year" },
});
