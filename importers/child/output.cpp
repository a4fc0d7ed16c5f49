// SPDX-License-Identifier: Apache-2.0
#include "importers/child/output.hpp"

#include "geo/base/json.hpp"
#include "geo/base/text.hpp"

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <unistd.h>

namespace importers::child {
namespace {

constexpr std::size_t longest_detail = 500;
constexpr std::size_t most_names = 50;

void write_all(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(output_descriptor, bytes.data(), bytes.size());
    if (n >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(n));
    } else if (errno != EINTR) {
      ::_exit(1);
    }
  }
}

}  // namespace

void Output::send(Frame frame, std::string_view bytes) {
  char head[frame_head_bytes] = {static_cast<char>(frame)};
  for (std::size_t i = 0; i < 4; ++i) { head[1 + i] = static_cast<char>(bytes.size() >> (8 * i) & 0xffU); }
  write_all({head, frame_head_bytes});
  write_all(bytes);
}

void Output::flush_rows() {
  // A feature of a million vertices is longer than a frame.
  for (std::string_view rest = m_rows; !rest.empty();) {
    const std::string_view part = rest.substr(0, max_rows_frame_bytes);
    send(Frame::rows, part);
    rest.remove_prefix(part.size());
  }
  m_rows.clear();
}

void Output::end(std::string_view json) {
  flush_rows();
  send(Frame::end, json);
}

void Output::refuse(const Refusal& refusal) {
  std::string json;
  geo::JsonWriter w(json);
  w.begin_object()
      .member("code", refusal.code)
      .member("detail", geo::truncate_utf8(refusal.detail, longest_detail))
      .key("names")
      .begin_array();
  for (std::size_t i = 0; i < std::min(refusal.names.size(), most_names); ++i) {
    w.value(geo::truncate_utf8(refusal.names[i], longest_detail));
  }
  w.end_array().end_object();
  send(Frame::refusal, json);
}

}  // namespace importers::child
