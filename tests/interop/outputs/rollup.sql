-- Several organisations in one picture. Each run left its lines behind:
--   tenone check FOLDER --output jsonl=runs/NAME.jsonl
CREATE VIEW line AS SELECT * FROM read_json('runs/*.jsonl', format = 'newline_delimited', union_by_name = true);

-- Where each organisation stands.
SELECT organisation, as_of, passed, errors, warnings, notes,
       round(100.0 * outcomes_not_assessed / (outcomes_passed + outcomes_failed + outcomes_not_assessed), 1) AS percent_not_assessed
FROM line WHERE kind = 'run' ORDER BY errors DESC, organisation;

-- What most of them lack: where one improvement helps many.
SELECT rule, count(DISTINCT organisation) AS organisations, count(*) AS diagnostics
FROM line WHERE kind = 'diagnostic' AND NOT CAST(waived AS BOOLEAN)
GROUP BY rule ORDER BY organisations DESC, diagnostics DESC, rule LIMIT 10;
