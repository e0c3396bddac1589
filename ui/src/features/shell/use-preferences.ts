import { useMantineColorScheme } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent } from "react";
import { preferencesQuery, savePreferences, type Preferences } from "@/api/preferences";
import { switchDensity } from "@/ui/density";
import { switchKeys } from "@/ui/keys";
import { notifyOf } from "@/ui/notify";

/** How this person's pages shall be: kept with her account, and here for the next first look. */
export function usePreferences() {
  const client = useQueryClient();
  const show = useShow();
  const { queryKey } = preferencesQuery;
  const saving = useMutation({
    mutationFn: async (wanted: Partial<Preferences>) =>
      savePreferences({ ...(await client.fetchQuery({ ...preferencesQuery, staleTime: 0 })), ...wanted }),
    onSuccess: (now) => client.setQueryData(queryKey, now),
    onError: notifyOf,
  });

  function change(wanted: Partial<Preferences>) {
    show(wanted);
    saving.mutate(wanted);
  }
  return { change };
}

/** Makes the pages as they were wished for in another browser. */
export function useApplied(): void {
  const { data } = useQuery(preferencesQuery);
  const apply = useEffectEvent(useShow());
  useEffect(() => {
    if (data) apply(data);
  }, [data]);
}

function useShow() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return ({ theme, keys, density }: Partial<Preferences>) => {
    if (theme !== undefined && theme !== colorScheme) setColorScheme(theme);
    if (keys !== undefined) switchKeys(keys);
    if (density !== undefined) switchDensity(density);
  };
}
