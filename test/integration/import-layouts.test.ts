import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadGeodata } from '#geodata/load.ts';
import { importFile } from '#server/cli/import/run.ts';
import { summary } from '#server/cli/import/tally.ts';
import type { Tally } from '#server/cli/import/tally.ts';
import type { ImportCity } from '#server/cli/import/kind.ts';
import { makeCore } from '#test/support/core.ts';
import type { Core } from '#test/support/core.ts';
import { fileFolder, jobOf, openTestCity } from '#test/support/import.ts';

/** Foreign data comes into a city without bounds and without districts. */
let core: Core;
let city: ImportCity & { close: () => Promise<void> };
const files = fileFolder();
beforeAll(async () => {
  core = await makeCore();
  await loadGeodata(core.url, files.dir, 'anywhere');
  city = await openTestCity(core.url, files.dir, 'anywhere');
}, 30_000);
afterAll(async () => {
  await city.close();
  await core.close();
  files.clear();
});

const bring = (kind: string, file: string): Promise<Tally> => importFile(jobOf(kind, file), city);
const readings = (device: string): Promise<{ metric: string; value: number; at: Date }[]> =>
  core.rows(
    `select s.metric, r.value, r.observed_at as at from reading r join series s on s.no = r.series_no
      where s.device_id = $1 order by s.metric, r.observed_at`,
    [device],
  );

const station = (code: string, hour: number, pm25: string): string =>
  `<b:AQIDataPublishLive><b:Area>肇庆市</b:Area><b:CO>0.5</b:CO><b:Latitude>23.07</b:Latitude><b:Longitude>112.42</b:Longitude>
   <b:Nested xmlns:c="x"><c:string>a</c:string><c:string>+</c:string></b:Nested><b:PM10>${pm25}</b:PM10><b:PM2_5>${pm25}</b:PM2_5>
   <b:PositionName>睦岗</b:PositionName><b:StationCode>${code}</b:StationCode><b:TimePoint>2019-07-18T${hour}:00:00</b:TimePoint></b:AQIDataPublishLive>`;

test('the raw air feed: an undeclared entity, each station with its own hour, gaps and foreign pollutants counted', async () => {
  const body = station('1397A', 15, '28') + station('1398A', 16, '&mdash;') + station('1397A', 16, '30');
  const file = files.write('feed.xml', `<R xmlns:b="x"><b:TotalCount>3</b:TotalCount><L>${body}</L></R>`);
  expect(await bring('sensors', file)).toMatchObject({ rows: 3, accepted: 2, duplicates: 1, refused: [] });
  const tally = await bring('readings', file);
  expect(tally).toMatchObject({ rows: 3, accepted: 4, refused: [] });
  expect([...tally.left]).toEqual([
    ['CO（没有对应的指标）', 3],
    ['PM2.5 缺测', 1],
    ['PM10 缺测', 1],
  ]);
  expect(await readings('1397A')).toMatchObject([
    { metric: 'pm10_ugm3', value: 28, at: new Date('2019-07-18T07:00:00Z') },
    { metric: 'pm10_ugm3', value: 30, at: new Date('2019-07-18T08:00:00Z') },
    { metric: 'pm25_ugm3', value: 28 },
    { metric: 'pm25_ugm3', value: 30 },
  ]);
  expect(await bring('sensors', file)).toMatchObject({ accepted: 0, duplicates: 3 });
  expect(await bring('readings', file)).toMatchObject({ accepted: 0, duplicates: 4 });
});

test('hours of years with gaps, of a station that was not registered: kept aside, and counted once', async () => {
  const head = 'No,year,month,day,hour,PM2.5,PM10,SO2,NO2,CO,O3,TEMP,PRES,DEWP,RAIN,wd,WSPM,station\n';
  const file = files.write('prsa.csv', `${head}1,2013,3,1,0,9,NA,4,18,310,88,1.5,1020.5,-20.4,0,"NNW",5.7,"Invented"\n`);
  const kept = (): Promise<unknown> => core.rows("select device_id as device, code from quarantine where source = 'sensor'");
  for (let run = 0; run < 2; run += 1) {
    const tally = await bring('readings', file);
    expect(tally.refused.map(({ row, code }) => [row, code])).toEqual([[2, 'unknown-device'], [2, 'unknown-device']]);
    expect(tally.left.get('PM10 缺测')).toBe(1);
    expect(await kept()).toHaveLength(2);
  }
  const registry = files.write('own.csv', '设备编号,名称,类型,经度,纬度,指标\nprsa-Invented,试验站,air,116.4,39.9,pm25_ugm3|rain_mm_h\nprsa-Dongsi,东四,air,116.417,39.929,pm25_ugm3\n');
  expect(await bring('sensors', registry)).toMatchObject({ accepted: 2, refused: [] });
  expect(await readings('prsa-Invented')).toMatchObject([{ value: 9, at: new Date('2013-02-28T16:00:00Z') }, { value: 0 }]);
  expect(await bring('readings', file)).toMatchObject({ accepted: 0, duplicates: 2, refused: [] });
}); // prettier-ignore

const at = 'http://environment.data.gov.uk/flood-monitoring/id/measures';
test('river stations keep their typical range; faults as values, foreign units and broken stations are told apart', async () => {
  const measure = (id: string, unitName: string): object => ({ '@id': `${at}/${id}`, parameter: 'level', qualifier: 'Stage', unitName });
  const common = { label: 'A Gauge', lat: 51.87, long: -1.74, riverName: 'A River', datumOffset: 100 };
  const stageScale = { typicalRangeLow: 0.068, typicalRangeHigh: 0.42 };
  const stations = [
    { ...common, stationReference: '1', stageScale, measures: [measure('1-mASD', 'mASD'), measure('1-mAOD', 'mAOD'), measure('1-V', 'V')] },
    { ...common, stationReference: '2', stageScale: 'http://nowhere', measures: [measure('2-m', 'm')] },
    { ...common, stationReference: '3', lat: [51, 52], measures: [measure('3-m', 'm')] },
  ];
  const sensors = await bring('sensors', files.write('stations.json', JSON.stringify({ '@context': '', items: stations })));
  expect(sensors).toMatchObject({ rows: 3, accepted: 3, refused: [{ row: 3, code: 'bad-row', message: expect.stringContaining('lat') as unknown }] });
  const known = await core.rows(`select device_id as id, detail->'typicalLow' as low, detail->'typicalHigh' as high from sensor where kind = 'river-level' order by 1`);
  expect(known).toEqual([{ id: '1-mAOD', low: 100.068, high: 100.42 }, { id: '1-mASD', low: 0.068, high: 0.42 }, { id: '2-m', low: null, high: null }]);
  const reading = (notation: string, value: unknown, over: object = {}): object => ({ stationReference: notation, notation, parameter: 'level', unitName: 'm', period: 900, latestReading: { dateTime: '2026-02-02T23:15:00Z', value }, ...over });
  const levels = [reading('1-mASD', 0.392), reading('2-m', -27.646), reading('2-m', [0.1, 0.2]), reading('1-V', 12, { unitName: 'V' }), reading('9-m', 1), { ...reading('2-m', 1), latestReading: undefined }];
  const tally = await bring('readings', files.write('levels.json', JSON.stringify({ items: levels })));
  expect(tally.refused.map(({ row, code }) => [row, code])).toEqual([[2, 'out-of-range'], [3, 'bad-row'], [5, 'unknown-device']]);
  expect(tally).toMatchObject({ rows: 6, accepted: 1 });
  expect([...tally.left.keys()]).toEqual(['单位为 V 的测项（没有对应的指标）', '没有最新读数的测项']);
}); // prettier-ignore

test('barges and tows: "not available" is no speed and no course', async () => {
  const barge = { mmsi: '999000001', speedOverGround: 102.3, location: { latitude: 51.768, longitude: 6.325 }, courseOverGround: 360, trueHeading: 511, timeLastUpdate: 1_690_000_000_000 };
  const rhine = await bring('vessels', files.write('rhine.json', JSON.stringify([barge])));
  expect(rhine).toMatchObject({ accepted: 1, refused: [] });
  expect(rhine.left.get('艏向 511（没有艏向）')).toBe(1);
  const head = 'MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading,VesselName,IMO,CallSign,VesselType,Status,Length,Width,Draft,Cargo,TransceiverClass\n';
  const tow = files.write('tows.csv', `${head}999000002,2022-01-03T00:00:03,30.34704,-91.19444,4.8,255.4,255,INVENTED,,XXX1,80,0,38,13,,31,A\n`);
  expect(await bring('vessels', tow)).toMatchObject({ accepted: 1, refused: [] });
  const movers = await core.rows('select id, speed_kmh as kmh, course_deg as course, class, detail, observed_at as at from mover order by id');
  expect(movers).toMatchObject([{ id: '999000001', kmh: null, course: null }, { id: '999000002', course: 255.4, class: 'tanker', detail: { lengthM: 38 }, at: new Date('2022-01-03T00:00:03Z') }]);
  expect(await bring('vessels', tow)).toMatchObject({ accepted: 0, duplicates: 1 });
}); // prettier-ignore

test('requests of other cities become reports with their own time and number; their marks of a duplicate are counted', async () => {
  const chicago = files.write('chicago.csv', 'creation_date,status,service_request_number,type_of_service_request,street_address,latitude,longitude\n2018-12-18T00:00:00.000,Open - Dup,18-1,Pothole in Street,1 A ST,41.85,-87.70\n2018-12-18T00:00:00.000,Open,18-2,Pothole in Street,2 B AVE,,\n');
  const tally = await bring('incidents', chicago);
  expect(tally).toMatchObject({ accepted: 2, refused: [] });
  expect([...tally.left.values()]).toEqual([1]);
  const boston = files.write('boston.csv', 'case_enquiry_id,open_dt,target_dt,ontime,case_title,type,reason,location,source,latitude,longitude\n101,2022-01-19 11:18:00,,ONTIME,Needle Pickup,Needle Pickup,Needle Program,3 C St,City Worker App,42.36,-71.05\n');
  expect(await bring('incidents', boston)).toMatchObject({ accepted: 1, refused: [] });
  const events = await core.rows(`select key, category_code as category, observed_at as at from event where source = 'report' order by key`);
  expect(events).toEqual([
    { key: 'citizen/chicago-18-1', category: 'road-damage', at: new Date('2018-12-18T06:00:00Z') },
    { key: 'citizen/chicago-18-2', category: 'road-damage', at: new Date('2018-12-18T06:00:00Z') },
    { key: 'collector/boston-101', category: null, at: new Date('2022-01-19T16:18:00Z') },
  ]);
}); // prettier-ignore

/** Every file of a folder of outside samples (CONTRACT §2), when there is one: nothing but its gaps stays out, and a second run changes nothing. */
const samples = process.env['CHENGYUN_SAMPLES'];
const outside: readonly [string, RegExp, Partial<Tally>][] = [
  ['hotline', /^hotline\/附件3.*\.xlsx$/, { rows: 4326, accepted: 4326, refused: [] }],
  ['hotline', /^hotline\/附件4.*\.xlsx$/, { rows: 2816, accepted: 2816, refused: [] }],
  ['sensors', /^sensors\/cnemc_airnow.*\.geojson$/, { rows: 1495, refused: [] }],
  ['readings', /^sensors\/cnemc_airnow.*\.geojson$/, { rows: 1495 }],
  ['sensors', /^sensors\/cnemc_.*_normal\.xml$/, { rows: 1499 }],
  ['readings', /^sensors\/cnemc_.*_normal\.xml$/, { rows: 1499 }],
  ['sensors', /^sensors\/cnemc_.*_mid-update\.xml$/, { rows: 1474 }],
  ['readings', /^sensors\/cnemc_.*_mid-update\.xml$/, { rows: 1474 }],
  ['sensors', /^sensors\/derived_zhaoqing.*\.csv$/, { refused: [] }],
  ['readings', /^sensors\/derived_zhaoqing.*\.csv$/, {}],
  ['readings', /^sensors\/PRSA_.*\.csv$/, { rows: 35_064 }],
  ['sensors', /^sensors\/uk_ea_flood_station_data\.json$/, { rows: 2331 }],
  ['readings', /^sensors\/uk_ea_flood_level_data.*\.json$/, { rows: 3726 }],
  ['readings', /^sensors\/uk_ea_rainfall.*\.json$/, { rows: 1003 }],
  ['vessels', /^trajectories\/rhine_.*\.json$/, { refused: [] }],
  ['vessels', /^trajectories\/us_ais_.*\.csv$/, { rows: 17_128, accepted: 17_128, refused: [] }],
  ['incidents', /^requests311\/chicago.*\.csv$/, { rows: 1000, accepted: 1000, refused: [] }],
  ['incidents', /^requests311\/boston.*\.csv$/, { rows: 100, accepted: 100, refused: [] }],
];
if (!samples || !existsSync(samples)) console.log('CHENGYUN_SAMPLES: absent');
else {
  const all = readdirSync(samples, { recursive: true }).map(String);
  for (const [kind, pattern, expected] of outside)
    for (const name of all.filter((one) => pattern.test(one)))
      test(`outside sample ${name} as ${kind}`, async () => {
        const began = performance.now();
        const tally = await bring(kind, path.join(samples, name));
        console.log(
          [`${kind} ${name}`, ...summary(tally, (performance.now() - began) / 1000, null)].join('\n'),
        );
        expect(tally).toMatchObject(expected);
        const again = await bring(kind, path.join(samples, name));
        expect(again).toMatchObject({
          rows: tally.rows,
          accepted: 0,
          duplicates: tally.accepted + tally.duplicates,
        });
        expect(again.refused).toHaveLength(tally.refused.length);
      }, 300_000);
}
