// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/spool.hpp"

#include "geo/base/error.hpp"

#include <fmt/format.h>

#include <cassert>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace store {
namespace {

constexpr std::size_t buffer_bytes = 1U << 20U;

[[noreturn]] void fail(const char* what) {
  const char* why = std::strerror(errno);
  throw geo::Error(geo::Problem::failed, fmt::format("cannot {} a temporary file beside the store: {}", what, why),
                   fmt::format("não é possível usar um ficheiro temporário junto do repositório: {}", why));
}

template <class T>
void put(std::string& out, T value) {
  char bytes[sizeof value];
  std::memcpy(bytes, &value, sizeof value);
  out.append(bytes, sizeof value);
}
void put_text(std::string& out, std::string_view text) {
  put(out, static_cast<std::uint32_t>(text.size()));
  out.append(text);
}

template <class T>
T take(std::string_view& in) {
  assert(in.size() >= sizeof(T));
  T value;
  std::memcpy(&value, in.data(), sizeof value);
  in.remove_prefix(sizeof value);
  return value;
}
std::string_view take_text(std::string_view& in) {
  const auto size = take<std::uint32_t>(in);
  assert(in.size() >= size);
  const std::string_view text = in.substr(0, size);
  in.remove_prefix(size);
  return text;
}

void encode_value(std::string& out, const geo::Value& value) {
  put(out, static_cast<std::uint8_t>(value.index()));
  switch (value.index()) {
    case 0: break;
    case 1: put(out, std::get<bool>(value)); break;
    case 2: put(out, std::get<std::int64_t>(value)); break;
    case 3: put(out, std::get<double>(value)); break;
    default: put_text(out, std::get<std::string>(value));
  }
}

void decode_value(std::string_view& in, geo::Value& value) {
  switch (take<std::uint8_t>(in)) {
    case 0: value.emplace<std::monostate>(); break;
    case 1: value = take<bool>(in); break;
    case 2: value = take<std::int64_t>(in); break;
    case 3: value = take<double>(in); break;
    default: {
      const std::string_view text = take_text(in);
      if (auto* old = std::get_if<std::string>(&value)) {
        old->assign(text);
      } else {
        value.emplace<std::string>(text);
      }
    }
  }
}

void encode_geometry(std::string& out, const geo::Geometry& g) {
  put(out, g.kind());
  if (g.kind() == geo::GeometryKind::point) {
    put(out, geo::to_lattice(g.lonlat().lon));
    put(out, geo::to_lattice(g.lonlat().lat));
  } else if (!g.is_none()) {
    put_text(out, g.wkb());
  }
}

geo::Geometry decode_geometry(std::string_view& in) {
  switch (take<geo::GeometryKind>(in)) {
    case geo::GeometryKind::none: return {};
    case geo::GeometryKind::point: {
      const auto lon = take<std::int32_t>(in);
      const auto lat = take<std::int32_t>(in);
      return geo::Geometry::point({geo::from_lattice(lon), geo::from_lattice(lat)});
    }
    default: return geo::Geometry::from_wkb(take_text(in));
  }
}

}  // namespace

void encode(std::string& out, const geo::StagedRow& row) {
  put(out, row.line);
  put_text(out, row.source_key);
  put(out, row.raw);
  encode_geometry(out, row.row.geometry);
  put(out, static_cast<std::uint32_t>(row.row.values.size()));
  for (const geo::Value& value : row.row.values) { encode_value(out, value); }
}

void decode(std::string_view in, geo::StagedRow& row) {
  row.line = take<std::int64_t>(in);
  row.source_key = take_text(in);
  row.raw = take<geo::Hash128>(in);
  row.row.geometry = decode_geometry(in);
  row.row.values.resize(take<std::uint32_t>(in));
  for (geo::Value& value : row.row.values) { decode_value(in, value); }
  assert(in.empty());
}

Spool::Spool(const std::filesystem::path& folder) {
  m_fd = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (m_fd < 0) {  // file systems without O_TMPFILE
    std::string name = (folder / ".bairro-XXXXXX").string();
    m_fd = ::mkostemp(name.data(), O_CLOEXEC);
    if (m_fd < 0) { fail("create"); }
    ::unlink(name.c_str());
  }
  m_buffer.reserve(buffer_bytes + 65536);
}

Spool::~Spool() { ::close(m_fd); }

void Spool::write(const geo::StagedRow& row) {
  const std::size_t at = m_buffer.size();
  put(m_buffer, std::uint32_t{0});
  encode(m_buffer, row);
  const auto size = static_cast<std::uint32_t>(m_buffer.size() - at - sizeof(std::uint32_t));
  std::memcpy(m_buffer.data() + at, &size, sizeof size);
  if (m_buffer.size() >= buffer_bytes) { flush(); }
}

void Spool::flush() {
  for (std::string_view rest = m_buffer; !rest.empty();) {
    const ssize_t n = ::write(m_fd, rest.data(), rest.size());
    if (n < 0 && errno == EINTR) { continue; }
    if (n < 0) { fail("write"); }
    rest.remove_prefix(static_cast<std::size_t>(n));
  }
  m_buffer.clear();
}

void Spool::rewind() {
  flush();
  m_offset = 0;
  m_at = 0;
}

void Spool::fill(std::size_t at_least) {
  m_buffer.erase(0, m_at);
  m_at = 0;
  while (m_buffer.size() < at_least) {
    const std::size_t old = m_buffer.size();
    m_buffer.resize(std::max(at_least, old + buffer_bytes));
    const ssize_t n = ::pread(m_fd, m_buffer.data() + old, m_buffer.size() - old, static_cast<off_t>(m_offset));
    m_buffer.resize(old + static_cast<std::size_t>(std::max<ssize_t>(n, 0)));
    if (n < 0 && errno == EINTR) { continue; }
    if (n <= 0) { fail("read"); }
    m_offset += static_cast<std::uint64_t>(n);
  }
}

void Spool::read(geo::StagedRow& row) {
  std::uint32_t size = 0;
  if (m_buffer.size() - m_at < sizeof size) { fill(sizeof size); }
  std::memcpy(&size, m_buffer.data() + m_at, sizeof size);
  if (m_buffer.size() - m_at < sizeof size + size) { fill(sizeof size + size); }
  decode(std::string_view(m_buffer).substr(m_at + sizeof size, size), row);
  m_at += sizeof size + size;
}

}  // namespace store
