// SPDX-License-Identifier: Apache-2.0
#include "store/snapshot/cache.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace store {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t magic = 0x3130'4341'5249'4142;  // "BAIRAC01"
constexpr std::uint64_t page = 4096;

/// File: Head, `parts` PartHeads, then on page boundaries each part's segment and its dead bits.
struct Head {
  std::uint64_t magic;
  std::uint64_t size;
  std::uint64_t parts;
};
struct PartHead {
  std::uint64_t segment_at, segment_size, dead_at;  // dead_at 0: all rows live
};

struct Descriptor {
  explicit Descriptor(int descriptor) : fd(descriptor) {}
  ~Descriptor() {
    if (fd >= 0) { ::close(fd); }
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int fd;
};

class Mapping {
 public:
  explicit Mapping(const fs::path& file) {
    const Descriptor d(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    struct stat info {};
    if (d.fd < 0 || ::fstat(d.fd, &info) != 0 || info.st_size < static_cast<off_t>(sizeof(Head))) { return; }
    void* at = ::mmap(nullptr, static_cast<std::size_t>(info.st_size), PROT_READ, MAP_SHARED, d.fd, 0);
    if (at == MAP_FAILED) { return; }
    m_bytes = {static_cast<const char*>(at), static_cast<std::size_t>(info.st_size)};
    m_at = at;
  }
  ~Mapping() {
    if (m_at != nullptr) { ::munmap(m_at, m_bytes.size()); }
  }
  Mapping(const Mapping&) = delete;
  Mapping& operator=(const Mapping&) = delete;
  [[nodiscard]] std::span<const char> bytes() const { return m_bytes; }

 private:
  void* m_at = nullptr;
  std::span<const char> m_bytes;
};

bool write_all(int fd, std::span<const char> bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) { continue; }
    if (n <= 0) { return false; }
    bytes = bytes.subspan(static_cast<std::size_t>(n));
  }
  return true;
}

template <class T>
std::span<const char> as_bytes(const T* data, std::size_t count) {
  return {static_cast<const char*>(static_cast<const void*>(data)), count * sizeof(T)};
}

bool pad(int fd, std::uint64_t from) {
  const std::string zeros((page - from % page) % page, '\0');
  return write_all(fd, zeros);
}
std::uint64_t padded(std::uint64_t size) { return (size + page - 1) / page * page; }

bool write_snapshot(int fd, const Snapshot& snapshot) {
  Head head{magic, 0, snapshot.parts.size()};
  std::vector<PartHead> parts;
  std::uint64_t at = padded(sizeof head + snapshot.parts.size() * sizeof(PartHead));
  for (const Part& part : snapshot.parts) {
    PartHead p{at, part.segment->bytes().size(), 0};
    at += padded(p.segment_size);
    if (part.dead) {
      p.dead_at = at;
      at += padded(part.dead->size() * sizeof(std::uint64_t));
    }
    parts.push_back(p);
  }
  head.size = at;
  bool ok = write_all(fd, as_bytes(&head, 1)) && write_all(fd, as_bytes(parts.data(), parts.size())) &&
            pad(fd, sizeof head + parts.size() * sizeof(PartHead));
  for (const Part& part : snapshot.parts) {
    ok = ok && write_all(fd, part.segment->bytes()) && pad(fd, part.segment->bytes().size());
    if (part.dead) {
      const auto bytes = as_bytes(part.dead->data(), part.dead->size());
      ok = ok && write_all(fd, bytes) && pad(fd, bytes.size());
    }
  }
  return ok && ::fsync(fd) == 0;
}

/// All hot columns of the schema are in the segment, under the type they have now.
bool fits(const Segment& segment, const geo::Collection& schema) {
  return std::all_of(schema.fields.begin(), schema.fields.end(), [&](const geo::Field& f) {
    return !f.hot || (segment.has_column(f.name) && segment.column(f.name, f.type).type == f.type);
  });
}

template <class T>
bool parse(std::string_view& text, T& value, char end, int base) {
  const auto [at, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc() || at == text.data() + text.size() || *at != end) { return false; }
  text.remove_prefix(static_cast<std::size_t>(at - text.data()) + 1);
  return true;
}

}  // namespace

SnapshotCache::SnapshotCache(const fs::path& store_file) : m_folder(store_file.string() + ".cache") {}

std::vector<SnapshotCache::Entry> SnapshotCache::entries(const std::string& collection) const {
  std::vector<Entry> found;
  std::error_code ignored;
  for (const fs::directory_entry& file : fs::directory_iterator(m_folder, ignored)) {
    const std::string name = file.path().filename().string();
    std::string_view rest = name;
    if (rest.substr(0, collection.size() + 1) != collection + "-") { continue; }
    rest.remove_prefix(collection.size() + 1);
    Entry e{file.path(), 0, 0};
    std::uint64_t token = 0;
    if (!parse(rest, e.rev, '-', 10) || !parse(rest, token, '.', 16) || rest != "seg") { continue; }
    e.commit_token = static_cast<std::int64_t>(token);
    found.push_back(e);
  }
  std::sort(found.begin(), found.end(), [](const Entry& a, const Entry& b) { return a.rev > b.rev; });
  return found;
}

std::vector<fs::path> SnapshotCache::files() const {
  std::vector<fs::path> all;
  std::error_code ignored;
  for (const fs::directory_entry& file : fs::directory_iterator(m_folder, ignored)) { all.push_back(file.path()); }
  return all;
}

std::shared_ptr<const Snapshot> SnapshotCache::load(const Entry& entry, const geo::Collection& schema) const {
  const auto mapping = std::make_shared<const Mapping>(entry.file);
  const std::span<const char> bytes = mapping->bytes();
  Head head{};
  if (bytes.size() < sizeof head) { return nullptr; }
  std::memcpy(&head, bytes.data(), sizeof head);
  const std::size_t most_parts = (bytes.size() - sizeof head) / sizeof(PartHead);
  if (head.magic != magic || head.size != bytes.size() || head.parts > most_parts) { return nullptr; }
  std::vector<PartHead> parts(head.parts);
  if (!parts.empty()) { std::memcpy(parts.data(), bytes.data() + sizeof head, parts.size() * sizeof(PartHead)); }

  auto snapshot = std::make_shared<Snapshot>();
  snapshot->schema = schema;
  snapshot->rev = entry.rev;
  for (const PartHead& p : parts) {
    if (p.segment_at % page != 0 || p.segment_at > bytes.size() || p.segment_size > bytes.size() - p.segment_at) { return nullptr; }
    std::shared_ptr<const Segment> segment = Segment::open(bytes.subspan(p.segment_at, p.segment_size), mapping);
    if (!segment || !fits(*segment, schema)) { return nullptr; }
    std::shared_ptr<Bits> dead;
    if (p.dead_at != 0) {
      dead = std::make_shared<Bits>((segment->rows() + 63) / 64);
      const std::size_t size = dead->size() * sizeof(std::uint64_t);
      if (p.dead_at > bytes.size() || size > bytes.size() - p.dead_at) { return nullptr; }
      std::memcpy(dead->data(), bytes.data() + p.dead_at, size);
    }
    snapshot->parts.push_back({std::move(segment), std::move(dead)});
  }
  return snapshot;
}

bool SnapshotCache::save(const Key& key, const Snapshot& snapshot) const {
  if (::mkdir(m_folder.c_str(), S_IRWXU) != 0 && errno != EEXIST) { return false; }
  const std::string name = fmt::format("{}-{}-{:x}.seg", key.collection, key.rev, static_cast<std::uint64_t>(key.commit_token));
  const fs::path file = m_folder / name;
  std::string temporary = (m_folder / ("." + name + "-XXXXXX")).string();
  {
    const Descriptor d(::mkostemp(temporary.data(), O_CLOEXEC));
    if (d.fd < 0) { return false; }
    if (!write_snapshot(d.fd, snapshot) || ::rename(temporary.c_str(), file.c_str()) != 0) {
      ::unlink(temporary.c_str());
      return false;
    }
  }
  for (const Entry& old : entries(key.collection)) {
    if (old.rev < key.rev) { ::unlink(old.file.c_str()); }
  }
  return true;
}

}  // namespace store
