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
  const { setColorScheme } = useMantineColorScheme();
  const { queryKey } = preferencesQuery;
  const saving = useMutation({
    mutationFn: async (wanted: Partial<Preferences>) =>
      savePreferences({ ...(await client.fetchQuery({ ...preferencesQuery, staleTime: 0 })), ...wanted }),
    onSuccess: (now) => client.setQueryData(queryKey, now),
    onError: notifyOf,
  });

  function change(wanted: Partial<Preferences>) {
    if (wanted.theme !== undefined) setColorScheme(wanted.theme);
    if (wanted.keys !== undefined) switchKeys(wanted.keys);
    if (wanted.density !== undefined) switchDensity(wanted.density);
    saving.mutate(wanted);
  }
  return { change };
}

/** Makes the pages as they were wished for in another browser. */
export function useApplied(): void {
  const { data } = useQuery(preferencesQuery);
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const apply = useEffectEvent((wanted: Preferences) => {
    if (wanted.theme !== colorScheme) setColorScheme(wanted.theme);
    switchKeys(wanted.keys);
    switchDensity(wanted.density);
  });
  useEffect(() => {
    if (data) apply(data);
  }, [data]);
}
