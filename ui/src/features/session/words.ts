import { catalogue } from "@/words/catalogue";

export const words = catalogue({
  title: "Sign in",
  lead: "Use the account your team gave you.",
  name: "Name",
  password: "Password",
  show: "Show password",
  button: "Sign in",
  wrong: "Name or password is wrong.",
  missingName: "Type your name.",
  missingPassword: "Type your password.",
  saying: "Every job, on time, and a clear answer when one isn’t.",
  notSetUp: "Nobody has set this server up yet. Open the link that it printed when it was started: it ends in /setup#…",
  again: {
    title: "Sign in again",
    lead: "Your session has ended. Nothing that you typed is lost.",
  },
  confirm: {
    title: "Is it still you?",
    lead: "This takes a sign-in of the last 15 minutes. Type your password, and it goes on.",
    button: "Confirm",
    wrong: "That password is wrong.",
  },
  link: {
    opening: "Opening your link …",
    setUp: "Welcome to Dayshift",
    lead: "Choose a name and a password. Your colleagues see the name.",
    name: "Your name",
    password: "Password",
    passwordHint: "A few words that nobody guesses are better than one with numbers.",
    button: "Set up my account",
    dead: "This link does not work any more",
    deadText: "It was used already, is too old, or was not copied whole. Ask for a new one, or sign in with your password.",
    toSignIn: "Go to sign in",
    joined: (project: string) => `You are a member of ${project} now.`,
  },
});
