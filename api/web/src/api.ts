// The parts of the API's answers that the widgets use; /openapi.json tells them whole.

export type State = "standing" | "closed" | "uncertain" | null;

export interface Thing {
  key: string;
  label: string;
  kind: string;
  class_: string;
  state: State;
}

export interface Group {
  property: string;
  label: string;
  inverse: boolean;
  total: number;
  things: Thing[];
}


export async function ask<T>(path: string, parameters: Record<string, string> = {}): Promise<T> {
  const given = Object.entries(parameters).filter(([, value]) => value !== "");
  const query = new URLSearchParams(given).toString();
  const answer = await fetch(`${path}${query ? `?${query}` : ""}`, { headers: { Accept: "application/json" } });
  if (!answer.ok) {
    const problem = await answer.json().catch(() => ({ detail: answer.statusText }));
    throw new Error(problem.detail);
  }
  return answer.json() as Promise<T>;
}

export const page = new URLSearchParams(location.search);
export const at = page.get("at") ?? "";
export const doc = (key: string): string => `/doc/${key}${at ? `?at=${at}` : ""}`;
