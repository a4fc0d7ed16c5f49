// SPDX-License-Identifier: Apache-2.0
#include "importers/gdal/frames.hpp"

#include "geo/base/number.hpp"
#include "importers/gdal/protocol.hpp"
#include "importers/read/geojson_crs.hpp"

#include <simdjson.h>

#include <algorithm>
#include <iterator>
#include <string_view>

namespace importers {
namespace {

using simdjson::dom::element;

constexpr std::size_t most_names = 50;
constexpr std::size_t most_tags = 400;
/// Rules by which a reader may leave rows out; none of them judges what a person wrote.
constexpr std::string_view rules_of_readers[] = {"nodata", "nobody"};

[[noreturn]] void refuse_protocol() { throw ChildRefusal{"protocol", {}, {}}; }

/// One JSON object; members that are missing or of another type are nonsense.
class Message {
 public:
  explicit Message(std::string_view json) {
    element root;
    if (m_parser.parse(json.data(), json.size()).get(root) != simdjson::SUCCESS || root.get(m_object) != simdjson::SUCCESS) {
      refuse_protocol();
    }
  }

  [[nodiscard]] std::string text(std::string_view key) const { return text_in(m_object, key); }
  [[nodiscard]] std::int64_t number(std::string_view key) const { return member<std::int64_t>(m_object, key); }
  [[nodiscard]] bool flag(std::string_view key) const { return member<bool>(m_object, key); }
  [[nodiscard]] std::vector<std::string> texts(std::string_view key, std::size_t most = most_names) const {
    std::vector<std::string> all;
    for (const element item : list(key, most)) {
      std::string_view text;
      if (item.get(text) != simdjson::SUCCESS) { refuse_protocol(); }
      all.emplace_back(text);
    }
    return all;
  }
  [[nodiscard]] std::vector<double> numbers(std::string_view key) const {
    std::vector<double> all;
    for (const element item : list(key, most_names)) {
      double value = 0;
      if (item.get(value) != simdjson::SUCCESS) { refuse_protocol(); }
      all.push_back(value);
    }
    return all;
  }
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> notes(std::string_view key) const {
    std::vector<std::pair<std::string, std::string>> all;
    for (const element item : list(key, most_names)) {
      simdjson::dom::object note;
      if (item.get(note) != simdjson::SUCCESS) { refuse_protocol(); }
      all.emplace_back(text_in(note, "code"), text_in(note, "detail"));
    }
    return all;
  }

 private:
  template <class Value>
  static Value member(const simdjson::dom::object& object, std::string_view key) {
    Value value{};
    if (object[key].get(value) != simdjson::SUCCESS) { refuse_protocol(); }
    return value;
  }
  static std::string text_in(const simdjson::dom::object& object, std::string_view key) {
    return std::string(member<std::string_view>(object, key));
  }
  [[nodiscard]] simdjson::dom::array list(std::string_view key, std::size_t most) const {
    const auto array = member<simdjson::dom::array>(m_object, key);
    if (array.size() > most) { refuse_protocol(); }
    return array;
  }

  simdjson::dom::parser m_parser;
  simdjson::dom::object m_object;
};

LayerUnit unit_named(std::string_view name) {
  if (name == "feature") { return LayerUnit::feature; }
  if (name == "row") { return LayerUnit::row; }
  if (name != "line") { refuse_protocol(); }
  return LayerUnit::line;
}

bool is_text(const std::string& content) {
  if (content != "text" && content != "features") { refuse_protocol(); }
  return content == "text";
}

std::optional<std::pair<double, double>> cell_of(const std::vector<double>& sides) {
  if (sides.empty()) { return std::nullopt; }
  // JSON has neither NaN nor infinities.
  if (sides.size() != 2 || sides[0] <= 0 || sides[1] <= 0) { refuse_protocol(); }
  return std::pair(sides[0], sides[1]);
}

}  // namespace

LayerHeader parse_header(std::string_view json) {
  const Message message(json);
  LayerHeader header;
  header.layer = message.text("layer");
  header.others = message.texts("others");
  header.crs = message.text("crs");
  header.crs_name = message.text("crs_name");
  header.rows = message.number("rows");
  header.unit = unit_named(message.text("unit"));
  header.encoding = message.text("encoding");
  header.encoding_guessed = message.flag("encoding_guessed");
  header.text = is_text(message.text("content"));
  header.tags = message.texts("tags", most_tags);
  header.cell = cell_of(message.numbers("cell"));
  header.serials_from_1904 = message.flag("serials_from_1904");
  header.notes = message.notes("notes");
  if (header.encoding != "UTF-8" && header.encoding != "windows-1252") { refuse_protocol(); }
  if (!header.crs.empty()) {
    const auto known = crs_of_name(header.crs);
    // A number of an authority that nobody here knows is as good as none.
    header.crs = known.value_or("");
  }
  return header;
}

ChildRefusal parse_refusal(std::string_view json) {
  const Message message(json);
  return {message.text("code"), message.text("detail"), message.texts("names")};
}

LayerEnd parse_end(std::string_view json) {
  const Message message(json);
  LayerEnd end{message.number("empty_rows"), {}, message.notes("notes")};
  if (end.empty_rows < 0) { refuse_protocol(); }
  for (const auto& [rule, count] : message.notes("left_out")) {
    const auto rows = geo::parse_integer(count);
    const bool known = std::find(std::begin(rules_of_readers), std::end(rules_of_readers), rule) != std::end(rules_of_readers);
    if (!known || !rows || *rows < 0) { refuse_protocol(); }
    end.left_out.emplace_back(rule, *rows);
  }
  return end;
}

FrameSource::FrameSource(std::unique_ptr<ByteSource> stream) : m_stream(std::move(stream)) {
  if (!next_frame() || m_frame != static_cast<char>(Frame::header)) { refuse_protocol(); }
  m_header = parse_header(message());
}

std::size_t FrameSource::read(char* into, std::size_t size) {
  while (m_left == 0 && !m_done) {
    if (!next_frame()) { refuse_protocol(); }
    if (m_frame == static_cast<char>(Frame::end)) {
      m_end = parse_end(message());
      if (next_frame()) { refuse_protocol(); }
      m_done = true;
    } else if (m_frame != static_cast<char>(Frame::rows)) {
      refuse_protocol();
    }
  }
  if (m_done) { return 0; }
  const std::size_t got = m_stream->read(into, std::min(size, m_left));
  if (got == 0) { refuse_protocol(); }
  m_left -= got;
  return got;
}

bool FrameSource::next_frame() {
  char head[frame_head_bytes];
  const std::size_t got = read_fully(*m_stream, head, frame_head_bytes);
  if (got == 0) { return false; }
  if (got < frame_head_bytes) { refuse_protocol(); }
  m_frame = head[0];
  m_left = 0;
  for (std::size_t i = 4; i > 0; --i) { m_left = m_left << 8U | static_cast<unsigned char>(head[i]); }
  if (m_left > (m_frame == static_cast<char>(Frame::rows) ? max_rows_frame_bytes : max_message_bytes)) { refuse_protocol(); }
  if (m_frame == static_cast<char>(Frame::refusal)) { throw parse_refusal(message()); }
  return true;
}

std::string FrameSource::message() {
  std::string text(m_left, '\0');
  if (read_fully(*m_stream, text.data(), text.size()) != text.size()) { refuse_protocol(); }
  m_left = 0;
  return text;
}

}  // namespace importers
