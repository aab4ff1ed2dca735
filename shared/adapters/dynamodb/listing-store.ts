import { promisify } from 'node:util';
import { brotliCompress, brotliDecompress, constants } from 'node:zlib';
import { type DynamoDBDocumentClient, PutCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Instrument } from '../../domain/market/instrument.ts';
import type { Listing, ListingStore } from '../../ports/listing-store.ts';
import { storedMoney, storedPrice, storedQuantity, storedSymbol, storedVenue } from './parse.ts';

const pack = promisify(brotliCompress);
const unpack = promisify(brotliDecompress);
const QUALITY = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };
/** Exchanges list new symbols now and then: what a process has read serves it for so long, ms. */
const KEPT_FOR = 300_000;

/** Symbol, tick, lot, least and largest quantity, least notional. */
const rows = z.array(
  z.tuple([storedSymbol, storedPrice, storedQuantity, storedQuantity, storedQuantity, storedMoney]),
);
const itemSchema = z.object({ sk: storedVenue, at: z.number(), packed: z.instanceof(Uint8Array) });

const toRow = ({ symbol, tickSize, lotSize, minQuantity, maxQuantity, minNotional }: Instrument) => [
  symbol,
  tickSize,
  lotSize,
  minQuantity,
  maxQuantity,
  minNotional,
];

const fromItem = async (item: unknown): Promise<Listing> => {
  const { sk: venue, at, packed } = itemSchema.parse(item);
  const listed = rows.parse(JSON.parse((await unpack(packed)).toString('utf8')));
  const instruments = listed.map(
    ([symbol, tickSize, lotSize, minQuantity, maxQuantity, minNotional]): Instrument => ({
      venue,
      symbol,
      tickSize,
      lotSize,
      minQuantity,
      maxQuantity,
      minNotional,
    }),
  );
  return { venue, at, instruments };
};

const bySymbol = (left: Instrument, right: Instrument): number =>
  left.symbol < right.symbol ? -1 : Number(left.symbol > right.symbol);

/** What each venue trades, an item each (`listing`, venue), packed: 2,500 instruments are some twenty kilobytes. */
export const listingStore = (
  client: DynamoDBDocumentClient,
  table: string,
  wall: () => number = Date.now,
): ListingStore => {
  let known: { readonly listings: readonly Listing[]; readonly at: number } | undefined;
  const read = async (): Promise<readonly Listing[]> => {
    const at = wall();
    const query = {
      TableName: table,
      KeyConditionExpression: 'pk = :listing',
      ExpressionAttributeValues: { ':listing': 'listing' },
    };
    const listings: Listing[] = [];
    for await (const { Items = [] } of paginateQuery({ client }, query))
      listings.push(...(await Promise.all(Items.map(fromItem))));
    // Nothing is told within seconds of the first start: not for minutes.
    if (listings.length > 0) known = { listings, at };
    return listings;
  };
  return {
    all: async () => (known && Math.abs(wall() - known.at) < KEPT_FOR ? known.listings : read()),
    async put({ venue, at, instruments }) {
      const listed = JSON.stringify([...instruments].sort(bySymbol).map(toRow));
      const packed = await pack(Buffer.from(listed), QUALITY);
      await client.send(new PutCommand({ TableName: table, Item: { pk: 'listing', sk: venue, at, packed } }));
      known = undefined;
    },
  };
};
