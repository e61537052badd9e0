-- The flow document of a table of events: journeys, written out as the network that they come to. One row of one column.
with

-- The table's columns under the names that an event has for them; null those that it has none for. Nothing else asks for the table,
-- which may have the name of anything below.
source as not materialized (
  select
    {{client}} as client, {{at}} as moment, {{stage}} as stage, {{kt}} as kt, {{mood}} as mood, {{value}} as value, {{temperature}} as temperature,
    {{temperature-company}} as company, {{temperature-staff}} as staff, {{temperature-product}} as product, {{spring}} as spring, {{order}} as place
  from {{table}} as source
),
stages (name, kt, mood) as (
  values {{stages}}
),

-- What each row says. A moment is in `instant`, or in `written` where it is text.
given as (
  select
    {{text client}} as client,
    {{instant moment}} as instant,
    case when not ({{is_time moment}}) then {{text moment}} end as written,
    coalesce(stages.kt::double precision, {{number source.kt}}) as kt,
    coalesce(stages.mood, {{text source.mood}}) as mood,
    {{number value}} as value,
    {{number temperature}} as temperature,
    {{number company}} as company,
    {{number staff}} as staff,
    {{number product}} as product,
    {{text spring}} as spring,
    place
  from source left join stages on stages.name = {{text stage}}
  {{fence}}
),

-- Moments in the one form 2026-03-01T09:30:00,5+02:00: a date may lack its dashes, and a blank may stand for the T.
dashed as (
  select *,
    case when substr(written, 5, 1) = '-' then written
      else left(written, 4) || '-' || substr(written, 5, 2) || '-' || substr(written, 7) end as dashed
  from given
),
parted as (
  select *,
    left(dashed, 10) as day,
    case when substr(dashed, 11, 1) = ' ' then 'T' || replace(substr(dashed, 11), ' ', '') else substr(dashed, 11) end as tail
  from dashed
  {{fence}}
),
timed as (
  select *,
    day || tail ~ (
      '^(([0-9]{4}-(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01]))|([0-9]{4}-(0[469]|11)-(0[1-9]|[12][0-9]|30))'
      || '|([0-9]{4}-02-(0[1-9]|1[0-9]|2[0-8]))|(([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29))'
      || '(T([01][0-9]|2[0-3]):[0-5][0-9](:([0-5][0-9]|60)([.,][0-9]+)?)?(Z|[+-]([01][0-9]|2[0-3])(:?[0-5][0-9])?)?)?$'
    ) as readable,
    rtrim(split_part(split_part(substr(tail, 2), '+', 1), '-', 1), 'Z') as clock,
    case when position('-' in tail) > 0 then -1 else 1 end as sign,
    replace(split_part(translate(tail, '-', '+'), '+', 2), ':', '') as zone
  from parted
),
dated as (
  select *,
    case
      when instant is not null then instant
      -- In years that are 400 later, since no engine's calendar need have the year 0.
      when readable then
        (make_date(left(day, 4)::int + 400, substr(day, 6, 2)::int, substr(day, 9, 2)::int) - date '2370-01-01')::bigint * 86400000000
        + coalesce(nullif(left(clock, 2), '')::bigint, 0) * 3600000000
        + coalesce(nullif(substr(clock, 4, 2), '')::bigint, 0) * 60000000
        + coalesce(nullif(substr(clock, 7, 2), '')::bigint, 0) * 1000000
        + rpad(substr(clock, 10, 6), 6, '0')::bigint
        - sign * coalesce(nullif(left(zone, 2), '')::bigint, 0) * 3600000000
        - sign * coalesce(nullif(substr(zone, 3, 2), '')::bigint, 0) * 60000000
    end as moment
  from timed
  {{fence}}
),

-- The rows that are events; the others are left out, as the contract would refuse them.
events as (
  select client, moment, kt::int as kt, coalesce(mood = 'red', false) as red, coalesce(value, 0) as value, spring, {{first}} as place,
    coalesce(temperature, (coalesce(company, 0) + coalesce(staff, 0) + coalesce(product, 0)) / nullif(
      (company is not null)::int + (staff is not null)::int + (product is not null)::int, 0)) as overall,
    company, staff, product
  from dated
  -- As one condition: of many PostgreSQL would guess that they leave one row, and join those that they do leave one by one.
  where case
    when client is null or moment is null or kt is null then false
    when moment not between -62167219200000000 and 253402300799999999 then false
    when kt not in (0, 1, 2, 3) or (kt = 0) <> (mood is null) or mood not in ('red', 'blue') then false
    when value not between -1e15 and 1e15 then false
    when temperature not between -1 and 1 or company not between -1 and 1 or staff not between -1 and 1 or product not between -1 and 1 then false
    else true
  end
),
ordered as materialized (
  select *, row_number() over (partition by client order by moment, place, kt, red desc) as n
  from events
),

-- The last KT that the passage had met before each event. Red at KT2 stands until something happens at KT3. Else red at KT1 does, until
-- blue at KT2 or something at KT3; what is blue at KT1 ends a passage only where nothing had been met.
before as (
  select client, n, moment, kt, red, overall, company, staff, product,
    max(n) filter (where kt = 2 and red) over earlier as bought,
    max(n) filter (where kt = 3) over earlier as judged,
    max(n) filter (where kt = 1 and red) over earlier as came,
    max(n) filter (where kt = 3 or (kt = 2 and not red)) over earlier as lost
  from ordered
  window earlier as (partition by client order by n rows between unbounded preceding and 1 preceding)
),
met as (
  select *, case when bought > coalesce(judged, 0) then 2 when came > coalesce(lost, 0) then 1 else 0 end as met
  from before
),
moved as (
  select *, kt > met as moves, kt > met and (kt = 3 or not red) as ends
  from met
),
-- A passage begins with the first event and after each end; after red at KT3 it comes back through the canal.
entered as (
  select *, coalesce(lag(ends) over own, true) as begins, coalesce(lag(ends and red) over own, false) as back
  from moved
  window own as (partition by client order by n)
),
-- Springs. A client comes from the first one that it names; all who name none come from one of their own, without a label ('').
homes as materialized (
  select distinct on (client) client, spring as home
  from ordered
  where spring is not null
  order by client, n
),
places as (
  select spring, min(place) as place from ordered where spring is not null group by spring
  union all
  select '', min(place) from ordered left join homes on homes.client = ordered.client where homes.client is null having count(*) > 0
),

-- The events at which a client goes over onto another stream, or its temperature is said. Streams by number: 0 from the spring, 1 to 3
-- red out of each KT, 4 back from the regulars, 5 to 7 blue out of each KT.
steps as materialized (
  select entered.client, n, moment, kt, red, met, moves, begins, back, begins or moves as enters, coalesce(home, '') as home,
    case when moves then kt + case when red then 0 else 4 end when back then 4 else 0 end as stream, overall, company, staff, product
  from entered left join homes on homes.client = entered.client
  where begins or moves or overall is not null
),
arrivals as (
  select home, count(*) as clients from steps where begins and not back group by home
),
springs as materialized (
  select spring, coalesce(clients, 0) as clients, row_number() over (order by place nulls last, spring) as number
  from places left join arrivals on home = spring
),

-- How many went along each other stream. Whoever is seen at a KT has passed those before it red.
counts as materialized (
  select
    count(*) filter (where begins and not back) as arrived,
    count(*) filter (where back) as returned,
    count(*) filter (where moves and met < 1 and (kt > 1 or red)) as red1,
    count(*) filter (where moves and met < 2 and (kt > 2 or (kt = 2 and red))) as red2,
    count(*) filter (where moves and kt = 3 and red) as red3,
    count(*) filter (where moves and kt = 1 and not red) as blue1,
    count(*) filter (where moves and kt = 2 and not red) as blue2,
    count(*) filter (where moves and kt = 3 and not red) as blue3,
    (select sum(value) from ordered where kt = 2 and red) as revenue
  from steps
),

-- Days between events that were both seen: since the last move, or the first contact, or since the client became a regular.
legs as (
  select *, lag(moment) over own as since, lag(kt) over own as last
  from steps
  where moves or (begins and not back)
  window own as (partition by client order by n)
),
days as materialized (
  select stream, case when stream = 0 then home else '' end as home, percentile_cont(0.5) within group (order by days) as days
  from (
    select case when met > 0 then met when last = 3 then 4 else 0 end as stream, home, (moment - since)::double precision / 86400000000 as days
    from legs
    where moves and kt = met + 1 and since is not null and (back or not begins)
  ) as legs
  group by 1, 2
),

-- The last temperature that was said of each client on each stream, and the mean of these; by side where the same sides are of all.
felt as (
  select home, overall, company, staff, product, coalesce(lead(enters) over own, true) as leaves,
    -- That of the last event at which the client went over.
    max(case when enters then n * 8 + stream end) over (partition by client order by n rows unbounded preceding) % 8 as stream,
    (company is not null)::int + 2 * (staff is not null)::int + 4 * (product is not null)::int as sides
  from steps
  where {{warm}}
  window own as (partition by client order by n)
),
warmth as materialized (
  select stream, case when stream = 0 then home else '' end as home,
    case
      when min(sides) = max(sides) and min(sides) > 0 then '{' || concat_ws(
        ',', '"company":' || avg(company), '"staff":' || avg(staff), '"product":' || avg(product)) || '}'
      else avg(overall)::text
    end as temperature
  from felt
  where leaves and overall is not null
  group by 1, 2
),

-- The network, in the order in which `expand` writes it out.
several as (
  select count(*) > 1 as several from springs
),
flows as (
  select 0 as part, number, 'spring-' || number as source, case when several then 'confluence' else 'kt1' end as target,
    '' as mood, clients, 0 as stream, 0 as days, spring as home
  from springs cross join several
  union all
  select part, 0, source, target, mood, clients, stream, days, ''
  from counts cross join lateral (values
    (1, 'confluence', 'kt1', '', arrived, null, null),
    (2, 'kt1', 'kt2', 'red', red1, 1, 1),
    (3, 'kt1', 'sea', 'blue', blue1, 5, null),
    (4, 'kt2', 'till', 'red', red2, 2, null),
    (5, 'kt2', 'sea', 'blue', blue2, 6, null),
    (6, 'till', 'kt3', '', red2, null, 2),
    (7, 'kt3', 'regulars', 'red', red3, 3, null),
    (8, 'kt3', 'sea', 'blue', blue3, 7, null),
    (9, 'regulars', 'kt1', 'red', returned, 4, 4)
  ) as flow (part, source, target, mood, clients, stream, days)
  where part > 1 or (select several from several)
),
streams as (
  select part, number, concat(
    '{"from":"', source, '","to":"', target, '"', ',"mood":"' || nullif(mood, '') || '"',
    ',"temperature":' || temperature, ',"days":' || days.days, ',"clients":' || clients, '}') as stream
  from flows
  left join warmth on warmth.stream = flows.stream and warmth.home = flows.home
  left join days on days.stream = flows.days and days.home = flows.home
),
nodes as (
  select 0 as part, number, concat(
    '{"id":"spring-', number, '","kind":"spring"', ',"label":' || to_json(nullif(springs.spring, '')),
    ',"clients":' || clients, ',"temperature":' || temperature, '}') as node
  from springs left join warmth on warmth.stream = 0 and warmth.home = springs.spring
  union all
  select part, 0, concat('{"id":"', id, '","kind":"', kind, '"', ',"kt":' || kt, ',"underway":' || nullif(underway, 0),
    ',"revenuePerClient":' || each, '}')
  from counts cross join lateral (values
    (1, 'confluence', 'confluence', null, null, null),
    (2, 'kt1', 'fork', 1, arrived + returned - red1 - blue1, null),
    (3, 'kt2', 'fork', 2, red1 - red2 - blue2, null),
    (4, 'till', 'till', null, null, case when revenue > 0 then revenue / greatest(red2, 1) end),
    (5, 'kt3', 'fork', 3, red2 - red3 - blue3, null),
    (6, 'regulars', 'regulars', null, red3 - returned, null),
    (7, 'sea', 'sea', null, null, null)
  ) as node (part, id, kind, kt, underway, each)
  where part > 1 or (select several from several)
)
select concat(
  '{"cityRivers":1', {{head}}, ',"network":{"nodes":[', (select string_agg(node, ',' order by part, number) from nodes),
  '],"streams":[', (select string_agg(stream, ',' order by part, number) from streams),
  ']},"meta":{"leftOut":', (select count(*) from source) - (select count(*) from ordered), '}}')::json as document
