// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "importers/gdal/refusals.hpp"
#include "importers/read/byte_source.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace importers {

/// How the records of a layer are numbered.
enum class LayerUnit { line, feature, row };

/// The header of what the reading process writes; untrusted, so judged: names are only shown, and `crs` is one that crs_of_name()
/// knows.
struct LayerHeader {
  std::string layer;
  std::vector<std::string> others;
  std::string crs;
  std::string crs_name;
  std::int64_t rows = -1;  ///< -1: not known; for progress only
  LayerUnit unit = LayerUnit::feature;
  std::string encoding;
  bool encoding_guessed = false;
  bool text = false;                              ///< what follows are the bytes of a table of text called `layer`
  std::vector<std::string> tags;                  ///< HXL hashtags by column; as many as there are, or none
  std::optional<std::pair<double, double>> cell;  ///< of a raster: width and height of its cells, in units of the CRS
  bool serials_from_1904 = false;
  std::vector<std::pair<std::string, std::string>> notes;  ///< code, detail
};

/// What stands at the end.
struct LayerEnd {
  std::int64_t empty_rows = 0;
  std::vector<std::pair<std::string, std::int64_t>> left_out;  ///< rule, rows that were not handed out because of it
  std::vector<std::pair<std::string, std::string>> notes;      ///< code, detail
};

/// Throw ChildRefusal{"protocol"} for anything but what protocol.hpp says.
LayerHeader parse_header(std::string_view json);
ChildRefusal parse_refusal(std::string_view json);
LayerEnd parse_end(std::string_view json);

/// The bytes of the rows out of the frames of protocol.hpp. Throws ChildRefusal: what the process says, or "protocol" for what it
/// may not say; what `stream` throws passes through.
class FrameSource final : public ByteSource {
 public:
  /// Reads the header.
  explicit FrameSource(std::unique_ptr<ByteSource> stream);

  [[nodiscard]] const LayerHeader& header() const { return m_header; }
  /// Once read() has given 0.
  [[nodiscard]] const LayerEnd& end() const { return m_end; }

  std::size_t read(char* into, std::size_t size) override;
  /// Not known here.
  [[nodiscard]] double progress() const override { return m_done ? 1.0 : 0.0; }

 private:
  /// False when the stream has ended instead.
  bool next_frame();
  std::string message();

  std::unique_ptr<ByteSource> m_stream;
  LayerHeader m_header;
  LayerEnd m_end;
  char m_frame = '\0';
  std::size_t m_left = 0;  ///< of the frame's bytes
  bool m_done = false;
};

}  // namespace importers
