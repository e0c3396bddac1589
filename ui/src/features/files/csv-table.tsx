import { useMemo } from "react";
import { readRows } from "./csv";
import styles from "./files.module.css";
import { Scroller } from "./scroller";
import { words as all } from "./words";

const words = all.preview;
const [ROWS, COLUMNS, LETTERS] = [200, 60, 300]; // what is drawn of rows, columns, and one cell

/** The first rows of separated values as a table. */
export function CsvTable({ text, isPart, name }: { text: string; isPart: boolean; name: string }) {
  const { head, body, isCut } = useMemo(() => readRows(text, ROWS, isPart), [text, isPart]);
  const columns = head.slice(0, COLUMNS);
  return (
    <>
      <Scroller label={words.content(name)} className={styles.cells}>
        <table aria-label={name}>
          <thead>
            <tr>
              {columns.map((cell, place) => (
                // oxlint-disable-next-line react/no-array-index-key -- a column is its place
                <th key={place} scope="col">
                  {cell.trim().slice(0, LETTERS) || words.column(place + 1)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {body.map((row, line) => (
              // oxlint-disable-next-line react/no-array-index-key -- a row is its place
              <tr key={line}>
                {columns.map((_, place) => (
                  // oxlint-disable-next-line react/no-array-index-key -- a cell is its place
                  <td key={place}>{row[place]?.slice(0, LETTERS)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroller>
      <p className="dim small">
        {isCut ? words.firstRows(body.length) : words.rows(body.length)} {head.length > COLUMNS && words.firstColumns(COLUMNS)}
      </p>
    </>
  );
}
