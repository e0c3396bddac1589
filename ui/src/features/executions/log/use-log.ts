import { useEffect, useState, useSyncExternalStore } from "react";
import type { LogAddress } from "@/api/logs";
import { LogModel } from "./log-model";

/** The log at this address, followed while the page is open. */
export function useLog(address: LogAddress): LogModel {
  const [model] = useState(() => new LogModel(address));
  useEffect(() => {
    void model.open();
    return () => model.close();
  }, [model]);
  useSyncExternalStore(model.listen, model.read);
  return model;
}
