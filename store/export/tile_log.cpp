// SPDX-License-Identifier: Apache-2.0
#include "store/export/tile_log.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace store {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view magic = "bairro tiles 1\n\n";
constexpr std::size_t buffered_bytes = std::size_t{1} << 20U;
constexpr std::size_t tiles_between_flushes = 256;
constexpr std::size_t copied_bytes = std::size_t{1} << 20U;

/// As it lies in the file `index`: eight numbers of eight bytes, in the order of this machine, which is the only one that reads them.
struct Record {
  std::uint64_t id, note, offset, bytes, hash_high, hash_low, check;
};
constexpr std::size_t record_bytes = sizeof(Record);
static_assert(record_bytes == 56);

std::uint64_t check_of(const Record& r) { return geo::hash64({reinterpret_cast<const char*>(&r), record_bytes - sizeof r.check}); }

std::string head_of(const geo::Hash128& fingerprint) { return std::string(magic) + fingerprint.hex() + "\n"; }

}  // namespace

/// A file that grows at its end.
class TileLog::File {
 public:
  File(const fs::path& path, fs::path shown)
      : m_shown(std::move(shown)), m_fd(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR)) {
    struct stat info {};
    if (m_fd < 0) { fail_writing(m_shown, errno); }
    if (::fstat(m_fd, &info) == 0) { m_size = static_cast<std::uint64_t>(info.st_size); }
  }
  ~File() { ::close(m_fd); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  [[nodiscard]] std::uint64_t size() const { return m_size; }
  void append(std::string_view bytes) {
    m_buffer += bytes;
    if (m_buffer.size() >= buffered_bytes) { flush(); }
  }
  void flush() {
    std::string_view left = m_buffer;
    while (!left.empty()) {
      const ssize_t n = ::pwrite(m_fd, left.data(), left.size(), static_cast<off_t>(m_size));
      if (n < 0 && errno == EINTR) { continue; }
      if (n < 0) { fail_writing(m_shown, errno); }
      m_size += static_cast<std::uint64_t>(n);
      left.remove_prefix(static_cast<std::size_t>(n));
    }
    m_buffer.clear();
  }
  void cut(std::uint64_t size) {
    if (::ftruncate(m_fd, static_cast<off_t>(size)) != 0) { fail_writing(m_shown, errno); }
    m_size = size;
  }
  /// Fewer bytes where the file ends before.
  [[nodiscard]] std::string read(std::uint64_t offset, std::uint64_t bytes) const {
    std::string out(bytes, '\0');
    std::size_t got = 0;
    while (got < out.size()) {
      const ssize_t n = ::pread(m_fd, out.data() + got, out.size() - got, static_cast<off_t>(offset + got));
      if (n < 0 && errno == EINTR) { continue; }
      if (n < 0) { fail_writing(m_shown, errno); }
      if (n == 0) { break; }
      got += static_cast<std::size_t>(n);
    }
    out.resize(got);
    return out;
  }

 private:
  fs::path m_shown;
  int m_fd;
  std::uint64_t m_size = 0;
  std::string m_buffer;
};

fs::path TileLog::folder_for(const fs::path& target) {
  return (target.has_parent_path() ? target.parent_path() : fs::path(".")) / ("." + target.filename().string() + ".building");
}

TileLog::TileLog(const fs::path& target, const geo::Hash128& fingerprint) : m_target(target), m_folder(folder_for(target)) {
  if (::mkdir(m_folder.c_str(), S_IRWXU) != 0 && errno != EEXIST) { fail_writing(target, errno); }
  m_lock = ::open(m_folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (m_lock < 0) { fail_writing(target, errno); }
  struct stat info {};
  const bool is_ours = ::fstat(m_lock, &info) == 0 && info.st_uid == ::geteuid() && (info.st_mode & (S_IRWXG | S_IRWXO)) == 0;
  const bool locked = is_ours && ::flock(m_lock, LOCK_EX | LOCK_NB) == 0;
  if (!locked) {
    ::close(m_lock);
    if (!is_ours) { fail_writing(target, EACCES); }
    throw geo::Error(geo::Problem::busy, fmt::format("another process is making '{}' at this moment", target.filename().string()),
                     fmt::format("outro processo está neste momento a criar '{}'", target.filename().string()));
  }
  try {
    m_index = std::make_unique<File>(m_folder / "index", target);
    m_data = std::make_unique<File>(m_folder / "tiles", target);
    if (!take_up(fingerprint)) { begin(fingerprint); }
  } catch (...) {
    ::close(m_lock);
    throw;
  }
}

TileLog::~TileLog() { ::close(m_lock); }

void TileLog::begin(const geo::Hash128& fingerprint) {
  m_index->cut(0);
  m_data->cut(0);
  m_index->append(head_of(fingerprint));
  m_index->flush();
}

/// Record by record, up to the first that is not whole.
bool TileLog::take_up(const geo::Hash128& fingerprint) {
  const std::string head = head_of(fingerprint);
  if (m_index->read(0, head.size()) != head) { return false; }
  std::uint64_t at = head.size();
  constexpr std::uint64_t records_at_once = 4096;
  for (bool whole = true; whole;) {
    const std::string block = m_index->read(at, records_at_once * record_bytes);
    std::size_t good = 0;
    while (good + record_bytes <= block.size() && take_up_one(std::string_view(block).substr(good, record_bytes))) { good += record_bytes; }
    at += good;
    whole = good == records_at_once * record_bytes;
  }
  m_index->cut(at);
  m_data->cut(m_end);
  return true;
}

bool TileLog::take_up_one(std::string_view record) {
  Record r{};
  std::memcpy(&r, record.data(), record_bytes);
  if (r.check != check_of(r) || r.bytes > UINT32_MAX) { return false; }
  const Tile tile{r.id, r.note, r.offset, static_cast<std::uint32_t>(r.bytes)};
  const geo::Hash128 hash{r.hash_high, r.hash_low};
  if (tile.bytes == 0 || tile.offset + tile.bytes <= m_end) {
    m_tiles.push_back(tile);
    return true;
  }
  if (tile.offset != m_end || geo::hash128(m_data->read(tile.offset, tile.bytes)) != hash) { return false; }
  remember(tile, hash);
  return true;
}

void TileLog::remember(const Tile& tile, const geo::Hash128& hash) {
  m_offset_of.emplace(hash, tile.offset);
  m_end = tile.offset + tile.bytes;
  m_tiles.push_back(tile);
}

void TileLog::add(std::uint64_t id, std::uint64_t note, std::string_view bytes) {
  Tile tile{id, note, 0, static_cast<std::uint32_t>(bytes.size())};
  geo::Hash128 hash;
  if (!bytes.empty()) {
    hash = geo::hash128(bytes);
    const auto known = m_offset_of.find(hash);
    tile.offset = known == m_offset_of.end() ? m_end : known->second;
  }
  if (!bytes.empty() && tile.offset == m_end) {
    m_data->append(bytes);
    remember(tile, hash);
  } else {
    m_tiles.push_back(tile);
  }
  Record r{tile.id, tile.note, tile.offset, tile.bytes, hash.high, hash.low, 0};
  r.check = check_of(r);
  m_index->append({reinterpret_cast<const char*>(&r), record_bytes});
  if (++m_added == tiles_between_flushes) { flush(); }
}

void TileLog::flush() {
  m_data->flush();
  m_index->flush();
  m_added = 0;
}

std::string TileLog::read(std::uint64_t offset, std::uint64_t bytes) const { return m_data->read(offset, bytes); }

void TileLog::copy_to(PrivateWriter& out) const {
  for (std::uint64_t at = 0; at < m_end;) {
    const std::string part = m_data->read(at, std::min<std::uint64_t>(copied_bytes, m_end - at));
    if (part.empty()) { fail_writing(m_target, EIO); }
    out.write(part);
    at += part.size();
  }
}

void TileLog::remove() {
  std::error_code ignored;  // what stays is taken up, or away, by the next work on this file
  fs::remove_all(m_folder, ignored);
}

}  // namespace store
