import { useMutation, useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Problem } from "@/api/problem";

const route = getRouteApi("/inside/p/$p/files/$");

interface Changing<T> {
  p: string;
  act: (asked: T) => Promise<unknown>;
  /** What is chosen afterwards, where `was` is the name of what was changed. */
  was?: string | undefined;
  becomes?: (asked: T) => string | undefined;
  onDone: (asked: T) => void;
}

/** A change of files: the lists are asked anew, and an address that named what was changed goes with it. */
export function useChanging<T>({ p, act, was, becomes, onDone }: Changing<T>) {
  const client = useQueryClient();
  const { file } = route.useSearch();
  const navigate = route.useNavigate();
  const changing = useMutation({
    mutationFn: act,
    onSuccess: async (_, asked) => {
      await Promise.all([
        client.invalidateQueries({ queryKey: ["files", p] }),
        client.invalidateQueries({ queryKey: ["projects", p, "programs"] }),
      ]);
      if (was !== undefined && file === was) await navigate({ search: (now) => ({ ...now, file: becomes?.(asked) }), replace: true });
      onDone(asked);
    },
  });
  const problem = changing.error instanceof Problem ? changing.error : undefined;
  return { problem, isPending: changing.isPending, send: changing.mutate };
}
