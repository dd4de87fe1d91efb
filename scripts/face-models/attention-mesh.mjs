// How the attention mesh's seven outputs fold into the 478 landmarks that the FaceLandmarker task expects.

const lips = [
  61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 185, 40, 39, 37, 0, 267, 269, 270, 409, 78, 95, 88, 178, 87, 14, 317, 402, 318, 324,
  308, 191, 80, 81, 82, 13, 312, 311, 310, 415, 76, 77, 90, 180, 85, 16, 315, 404, 320, 307, 306, 184, 74, 73, 72, 11, 302, 303, 304, 408,
  62, 96, 89, 179, 86, 15, 316, 403, 319, 325, 292, 183, 42, 41, 38, 12, 268, 271, 272, 407,
]
const leftEye = [
  33, 7, 163, 144, 145, 153, 154, 155, 133, 246, 161, 160, 159, 158, 157, 173, 130, 25, 110, 24, 23, 22, 26, 112, 243, 247, 30, 29, 27, 28,
  56, 190, 226, 31, 228, 229, 230, 231, 232, 233, 244, 113, 225, 224, 223, 222, 221, 189, 35, 124, 46, 53, 52, 65, 143, 111, 117, 118, 119,
  120, 121, 128, 245, 156, 70, 63, 105, 66, 107, 55, 193,
]
const rightEye = [
  263, 249, 390, 373, 374, 380, 381, 382, 362, 466, 388, 387, 386, 385, 384, 398, 359, 255, 339, 254, 253, 252, 256, 341, 463, 467, 260,
  259, 257, 258, 286, 414, 446, 261, 448, 449, 450, 451, 452, 453, 464, 342, 445, 444, 443, 442, 441, 413, 265, 353, 276, 283, 282, 295,
  372, 340, 346, 347, 348, 349, 350, 357, 465, 383, 300, 293, 334, 296, 336, 285, 417,
]
const leftIris = [468, 469, 470, 471, 472]
const rightIris = [473, 474, 475, 476, 477]

/** The outputs in the order in which they are joined, recognised by name; `points` says which landmarks a 2-D output refines. */
export const attentionOutputs = [
  { name: /mesh_identity|output_mesh/, points: [] },
  { name: /lips/, points: lips },
  { name: /left_eye/, points: leftEye },
  { name: /right_eye/, points: rightEye },
  { name: /left_iris/, points: leftIris },
  { name: /right_iris/, points: rightIris },
]
export const presenceOutput = /faceflag/
export const landmarkValues = 478 * 3

/** For each of the 478 x 3 results, where it stands in the joined outputs; `starts` are the outputs' first positions. */
export function gatherIndex(starts) {
  const index = Int32Array.from({ length: landmarkValues }, (_, position) => (position < 468 * 3 ? position : 0))
  attentionOutputs.forEach(({ points }, output) =>
    points.forEach((landmark, position) => {
      index[landmark * 3] = starts[output] + position * 2
      index[landmark * 3 + 1] = starts[output] + position * 2 + 1
    }),
  )
  // The iris outputs are flat: they take the depth of the lower lid's middle.
  for (const landmark of leftIris) index[landmark * 3 + 2] = 145 * 3 + 2
  for (const landmark of rightIris) index[landmark * 3 + 2] = 374 * 3 + 2
  return index
}
