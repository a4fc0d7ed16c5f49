// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "importers/child/refusal.hpp"
#include "importers/gdal/protocol.hpp"

#include <string>
#include <string_view>

namespace importers::child {

/// Writes the frames of protocol.hpp to the pipe. A reader that has gone away ends the process.
class Output {
 public:
  void header(std::string_view json) { send(Frame::header, json); }
  /// Where the next bytes of rows go; call row_done() after each row.
  std::string& rows() { return m_rows; }
  void row_done() {
    if (m_rows.size() >= rows_frame_bytes) { flush_rows(); }
  }
  void end(std::string_view json);
  void refuse(const Refusal& refusal);

 private:
  static constexpr std::size_t rows_frame_bytes = std::size_t{256} << 10U;

  void flush_rows();
  static void send(Frame frame, std::string_view bytes);

  std::string m_rows;
};

}  // namespace importers::child
