-- How a column is read, the same in every engine.

-- text: without space around it; null where nothing is left
nullif(trim(both E' \t\n\r\f' from {{column}}::text), '') collate "C"

-- number: in text also with a comma before decimals; NaN, which is in no range, where it cannot be read
case
  when not ({{is_text column}}) then {{column}}::double precision
  when {{text column}} is null then null
  when {{text column}} ~ '^[+]?-?(0|[1-9][0-9]{0,30})([.,][0-9]{1,60})?([eE][+-]?[0-9]{1,2})?$'
    then replace({{text column}}, ',', '.')::double precision
  else 'NaN'
end
