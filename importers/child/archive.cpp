// SPDX-License-Identifier: Apache-2.0
#include "importers/child/archive.hpp"

#include "importers/child/refusal.hpp"

#include <zlib.h>

#include <algorithm>
#include <memory>
#include <string_view>

namespace importers::child {
namespace {

// PKWARE's APPNOTE, 4.3: sizes of the fixed parts.
constexpr std::size_t local_bytes = 30;
constexpr std::size_t central_bytes = 46;
constexpr std::size_t end_bytes = 22;
constexpr std::size_t longest_comment = 65535;
constexpr std::size_t longest_name = 1024;

constexpr std::uint64_t free_bytes = 20'000'000;
constexpr std::uint64_t greatest_ratio = 100;

std::uint64_t number(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint64_t n = 0;
  for (std::size_t i = size; i-- > 0;) { n = n << 8U | static_cast<unsigned char>(bytes[at + i]); }
  return n;
}

/// Where the end record begins in `tail`: the last one whose comment reaches to the end of the file.
std::size_t find_end(std::string_view tail) {
  for (std::size_t at = tail.size() < end_bytes ? std::string_view::npos : tail.rfind("PK\x05\x06", tail.size() - end_bytes);
       at != std::string_view::npos; at = at == 0 ? std::string_view::npos : tail.rfind("PK\x05\x06", at - 1)) {
    if (at + end_bytes + number(tail, at + 20, 2) == tail.size()) { return at; }
  }
  refuse("archive-cut");
}

/// Unix links; the upper half of the attributes is the mode when the maker was a Unix.
bool is_link(std::string_view central) { return number(central, 5, 1) == 3 && (number(central, 38, 4) >> 16U & 0170000U) == 0120000U; }

}  // namespace

Archive::Archive(const Input& input, const GdalFormat& format) : m_input(input), m_format(format) {
  const std::uint64_t tail_size = std::min<std::uint64_t>(input.size(), end_bytes + longest_comment);
  const std::string tail = input.bytes(input.size() - tail_size, tail_size);
  const std::size_t at = find_end(tail);
  const std::uint64_t end = input.size() - tail_size + at;
  const std::uint64_t count = number(tail, at + 10, 2);
  const std::uint64_t size = number(tail, at + 12, 4);
  const std::uint64_t offset = number(tail, at + 16, 4);
  if (number(tail, at + 4, 4) != 0 || number(tail, at + 8, 2) != count) { refuse("archive-kind"); }
  if (count == 0xffff || size == 0xffffffff || offset == 0xffffffff) { refuse("archive-kind"); }
  if (count > format.entries) { refuse("archive-entries", std::to_string(format.entries)); }
  if (offset + size != end) { refuse("archive-directory"); }
  read_directory(offset, size, count);
  check_places(offset);
  m_entries.erase(std::remove_if(m_entries.begin(), m_entries.end(), [](const Entry& e) { return e.is_folder; }), m_entries.end());
}

void Archive::read_directory(std::uint64_t offset, std::uint64_t size, std::size_t count) {
  const std::string directory = m_input.bytes(offset, size);
  std::size_t at = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (directory.size() - at < central_bytes || directory.compare(at, 4, "PK\x01\x02", 4) != 0) { refuse("archive-directory"); }
    const std::string_view central = std::string_view(directory).substr(at);
    const std::size_t name_size = number(central, 28, 2);
    const std::size_t whole = central_bytes + name_size + number(central, 30, 2) + number(central, 32, 2);
    if (central.size() < whole || name_size > longest_name) { refuse("archive-directory"); }
    Entry entry;
    entry.name = central.substr(central_bytes, name_size);
    if ((number(central, 8, 2) & 1U) != 0) { refuse("archive-encrypted"); }
    const std::uint64_t method = number(central, 10, 2);
    if (method != 0 && method != 8) { refuse("archive-kind"); }
    if (is_link(central)) { refuse("archive-link", entry.name); }
    entry.deflated = method == 8;
    entry.checksum = static_cast<std::uint32_t>(number(central, 16, 4));
    entry.compressed = number(central, 20, 4);
    entry.size = number(central, 24, 4);
    entry.offset = number(central, 42, 4);
    entry.is_folder = entry.name.empty() || entry.name.back() == '/';
    m_entries.push_back(std::move(entry));
    at += whole;
  }
  if (at != directory.size()) { refuse("archive-directory"); }
}

/// Entries that share bytes are how a small archive unpacks to a very large one.
void Archive::check_places(std::uint64_t directory) const {
  std::vector<const Entry*> by_place;
  for (const Entry& entry : m_entries) { by_place.push_back(&entry); }
  std::sort(by_place.begin(), by_place.end(), [](const Entry* a, const Entry* b) { return a->offset < b->offset; });
  for (std::size_t i = 0; i < by_place.size(); ++i) {
    const std::uint64_t end = data_of(*by_place[i]) + by_place[i]->compressed;
    const std::uint64_t next = i + 1 < by_place.size() ? by_place[i + 1]->offset : directory;
    if (end > next) { refuse("archive-overlap"); }
  }
}

std::uint64_t Archive::data_of(const Entry& entry) const {
  const std::string local = m_input.bytes(entry.offset, local_bytes);
  if (local.compare(0, 4, "PK\x03\x04", 4) != 0) { refuse("archive-directory"); }
  const std::uint64_t name_size = number(local, 26, 2);
  if (m_input.bytes(entry.offset + local_bytes, name_size) != entry.name) { refuse("archive-directory"); }
  return entry.offset + local_bytes + name_size + number(local, 28, 2);
}

void Archive::count(std::uint64_t bytes_in, std::uint64_t bytes_out) {
  m_in += bytes_in;
  m_out += bytes_out;
  if (m_out > m_format.unpacked_bytes) { refuse("archive-size", std::to_string(m_format.unpacked_bytes)); }
  if (m_out > free_bytes && m_out / greatest_ratio > m_in) { refuse("archive-ratio", std::to_string(greatest_ratio)); }
}

std::string Archive::unpack(const Entry& entry) {
  const std::uint64_t data = data_of(entry);
  std::string content;
  if (entry.deflated) {
    content = inflate_entry(entry, data);
  } else {
    count(entry.compressed, entry.compressed);
    content = m_input.bytes(data, entry.compressed);
  }
  if (content.size() != entry.size) { refuse("archive-entry", entry.name); }
  const auto* const bytes = reinterpret_cast<const Bytef*>(content.data());
  if (::crc32(0, bytes, static_cast<uInt>(content.size())) != entry.checksum) { refuse("archive-entry", entry.name); }
  return content;
}

std::string Archive::inflate_entry(const Entry& entry, std::uint64_t data) {
  constexpr std::size_t step_bytes = std::size_t{256} << 10U;
  z_stream stream{};
  if (::inflateInit2(&stream, -MAX_WBITS) != Z_OK) { refuse("memory"); }
  const std::unique_ptr<z_stream, int (*)(z_stream*)> owner(&stream, ::inflateEnd);
  std::string in;
  std::string out;
  // The directory may lie; deflate makes at most 1032 bytes of one.
  out.reserve(std::min({entry.size, m_format.unpacked_bytes, 1032 * entry.compressed}));
  std::string step(step_bytes, '\0');
  std::uint64_t taken = 0;
  for (int result = Z_OK; result != Z_STREAM_END;) {
    std::uint64_t arrived = 0;
    if (stream.avail_in == 0 && taken < entry.compressed) {
      arrived = std::min<std::uint64_t>(step_bytes, entry.compressed - taken);
      in = m_input.bytes(data + taken, arrived);
      taken += arrived;
      stream.next_in = reinterpret_cast<Bytef*>(in.data());
      stream.avail_in = static_cast<uInt>(in.size());
    }
    stream.next_out = reinterpret_cast<Bytef*>(step.data());
    stream.avail_out = static_cast<uInt>(step.size());
    result = ::inflate(&stream, Z_NO_FLUSH);
    if (result != Z_OK && result != Z_STREAM_END) { refuse("archive-entry", entry.name); }
    const std::size_t made = step.size() - stream.avail_out;
    count(arrived, made);
    out.append(step, 0, made);
  }
  if (taken != entry.compressed || stream.avail_in != 0) { refuse("archive-entry", entry.name); }
  return out;
}

}  // namespace importers::child
