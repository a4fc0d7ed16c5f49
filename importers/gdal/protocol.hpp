// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace importers {

// What the reading process (importers/child) writes to its standard output: frames of one letter, the length of what follows in
// four bytes, low byte first, and that many bytes. One header, then any number of rows, then the end; or a refusal in place of
// whatever would have come next. A process that ends without an end or a refusal has died.
//
//   header   {"layer":"wards","others":["roads"],"crs":"EPSG:27700","crs_name":"OSGB36","rows":39,
//             "unit":"feature","encoding":"UTF-8","encoding_guessed":false,"content":"features","tags":["#geo+lat",""],
//             "cell":[0.01,0.01],"serials_from_1904":false,"notes":[{"code":"links","detail":"2"}]}
//   rows     bytes of GeoJSON Features, one on a line; a frame may end anywhere. With "unit":"row" a row of the sheet
//            stands on the line of its number, and rows that are empty are empty lines. With "content":"text" they are the
//            bytes of a table of text that lay in an archive, "layer" is its name, and the rest of the header says nothing.
//   refusal  {"code":"layers","detail":"","names":["wards","roads"]}: code is one of refusals.cpp
//   end      {"empty_rows":0,"left_out":[{"code":"nodata","detail":"12"}],"notes":[]}: rows that were not handed out, by rule

enum class Frame : char { header = 'H', rows = 'R', refusal = 'E', end = 'Z' };

inline constexpr std::size_t frame_head_bytes = 5;
inline constexpr std::size_t max_rows_frame_bytes = std::size_t{1} << 20U;
inline constexpr std::size_t max_message_bytes = std::size_t{64} << 10U;  ///< header, refusal, end

/// Descriptors of the reading process.
inline constexpr int input_descriptor = 0;
inline constexpr int output_descriptor = 1;

/// Its arguments: the format's id, the layer wanted ("": the only one), the encoding of a shapefile ("": as it says).
inline constexpr int child_arguments = 3;

}  // namespace importers
