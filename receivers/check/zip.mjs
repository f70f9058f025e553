// Writes a zip archive with one stored (uncompressed) file: the reports that the sender announces.
import { crc32 } from 'node:zlib';

export function zipOf(name, content) {
  const nameBytes = Buffer.from(name, 'utf8');
  const entry = Buffer.alloc(26); // from "version needed" to "extra length", as both headers have it
  entry.writeUInt16LE(20, 0);
  entry.writeUInt16LE(0x0800, 2); // the name is UTF-8
  entry.writeUInt16LE(0x21, 8); // 1980-01-01
  entry.writeUInt32LE(crc32(content), 10);
  entry.writeUInt32LE(content.length, 14);
  entry.writeUInt32LE(content.length, 18);
  entry.writeUInt16LE(nameBytes.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), entry, nameBytes, content]);
  const central = Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), entry, Buffer.alloc(14), nameBytes]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}
