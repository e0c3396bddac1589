import { useEffect, useState, useSyncExternalStore } from "react";
import type { LogAddress } from "@/api/logs";
import { LogModel } from "./log-model";

/** The log at this address, followed while one looks: a browser has six connections for all its tabs. */
export function useLog(address: LogAddress): LogModel {
  const [model] = useState(() => new LogModel(address));
  useEffect(() => {
    const turn = () => (document.hidden ? model.close() : void model.goOn());
    turn();
    document.addEventListener("visibilitychange", turn);
    return () => {
      document.removeEventListener("visibilitychange", turn);
      model.close();
    };
  }, [model]);
  useSyncExternalStore(model.listen, model.read);
  return model;
}
