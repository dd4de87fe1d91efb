// Reads and writes the few FlatBuffers shapes a TFLite file is made of: tables, vectors, strings.

/** Where a table's field stands, or 0 when the table leaves it out. */
export function fieldAt(buffer, table, field) {
  const vtable = table - buffer.readInt32(table)
  const slot = 4 + field * 2
  const offset = slot < buffer.readInt16(vtable) ? buffer.readInt16(vtable + slot) : 0
  return offset ? table + offset : 0
}

export const follow = (buffer, position) => position + buffer.readInt32(position)

/** The elements of a vector of 4-byte values: `raw` as a number, `at` as what it points to when it is an offset. */
export function vectorAt(buffer, table, field) {
  const position = fieldAt(buffer, table, field)
  if (!position) return { start: 0, items: [] }
  const start = follow(buffer, position)
  const items = Array.from({ length: buffer.readInt32(start) }, (_, index) => {
    const element = start + 4 + index * 4
    return { raw: buffer.readInt32(element), at: follow(buffer, element) }
  })
  return { start, items }
}

export function stringAt(buffer, table, field) {
  const start = follow(buffer, fieldAt(buffer, table, field))
  return Buffer.from(buffer.bytes().subarray(start + 4, start + 4 + buffer.readInt32(start))).toString()
}

const writeVector = (builder, values, add) => {
  builder.startVector(4, values.length, 4)
  for (const value of values.toReversed()) add(value)
  return builder.endVector()
}

export const writeInts = (builder, values) => writeVector(builder, values, (value) => builder.addInt32(value))
export const writeFloats = (builder, values) => writeVector(builder, values, (value) => builder.addFloat32(value))
export const writeOffsets = (builder, values) => writeVector(builder, values, (value) => builder.addOffset(value))

/** Writes a table of `size` fields; `fields` lists [index, kind, value] with kind byte, int or offset. */
export function writeTable(builder, size, fields) {
  builder.startObject(size)
  for (const [index, kind, value] of fields) {
    if (kind === 'byte') builder.addFieldInt8(index, value, 0)
    else if (kind === 'int') builder.addFieldInt32(index, value, 0)
    else builder.addFieldOffset(index, value, 0)
  }
  return builder.endObject()
}
