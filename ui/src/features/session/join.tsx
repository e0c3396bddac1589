import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { acceptInvitation } from "@/api/members";
import { isProblem } from "@/api/problem";
import { Banner } from "@/ui/banner";
import { problemText } from "@/ui/problem-text";
import styles from "./sign-in.module.css";
import { words } from "./words";

interface Props {
  token: string;
  name: string;
  onOther: () => void;
}

/** An invitation that is opened by somebody who is signed in: they join as who they are, or make another account. */
export function Join({ token, name, onOther }: Props) {
  const client = useQueryClient();
  const router = useRouter();
  const joining = useMutation({
    mutationFn: () => acceptInvitation(token),
    onSuccess: ({ project }) => {
      client.clear();
      router.history.replace(`/p/${encodeURIComponent(project)}/jobs`);
    },
  });
  return (
    <>
      <h1>{words.link.join}</h1>
      <p className={styles.lead}>{words.link.joinLead(name)}</p>
      <div className={styles.fields}>
        {joining.error && <Banner tone="failed">{refusal(joining.error)}</Banner>}
        <Button size="md" fullWidth loading={joining.isPending} onClick={() => joining.mutate()}>
          {words.link.joinButton(name)}
        </Button>
        <Button size="md" fullWidth variant="subtle" color="gray" onClick={onOther}>
          {words.link.otherAccount}
        </Button>
      </div>
    </>
  );
}

function refusal(error: Error): string {
  if (isProblem(error, "dead_link")) return words.link.noInvitation;
  return problemText(error);
}
