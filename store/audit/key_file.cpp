// SPDX-License-Identifier: Apache-2.0
#include "store/audit/key_file.hpp"

#include "geo/base/error.hpp"
#include "geo/base/hex.hpp"

#include <fmt/format.h>

#include <array>
#include <cassert>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

namespace store {
namespace {

using geo::Error;
using geo::Problem;

constexpr std::string_view title = "bairro-audit-key";
constexpr auto patience = std::chrono::seconds(5);
constexpr std::size_t most_bytes = 4096;
constexpr std::int64_t farthest = 20'000'000;  // some ten seconds of ratcheting

[[noreturn]] void fail(const std::filesystem::path& file) {
  const std::string why = std::strerror(errno);
  throw Error(Problem::failed, fmt::format("cannot write the key of the audit log, '{}': {}", file.string(), why),
              fmt::format("não é possível escrever a chave do registo de auditoria, '{}': {}", file.string(), why));
}

/// Up to the next blank; the rest stays in `line`.
std::string_view next_word(std::string_view& line) {
  const std::size_t end = std::min(line.find(' '), line.size());
  const std::string_view word = line.substr(0, end);
  line.remove_prefix(std::min(end + 1, line.size()));
  return word;
}

std::optional<AuditKey> key_of(std::string_view line) {
  const bool is_ours = next_word(line) == title;
  AuditKey key;
  key.store_id = next_word(line);
  const std::string_view seq = next_word(line);
  const auto [end, error] = std::from_chars(seq.data(), seq.data() + seq.size(), key.seq);
  const std::optional<std::string> secret = geo::from_hex(line);
  // The id becomes part of a file's name in set_aside().
  const bool is_id = !key.store_id.empty() && geo::from_hex(key.store_id).has_value();
  if (!is_ours || !is_id || error != std::errc() || end != seq.data() + seq.size() || key.seq < 1 || !secret ||
      secret->size() != AuditSecret::size) {
    return std::nullopt;
  }
  key.secret = AuditSecret::of(*secret);
  return key;
}

/// The file that has the name now, open and locked until it goes; none when there is no file.
class LockedFile {
 public:
  explicit LockedFile(const std::filesystem::path& path) {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (!try_lock(path)) {
      if (std::chrono::steady_clock::now() > deadline) {
        throw Error(Problem::busy, "another program holds the key of the audit log; try again in a few seconds",
                    "outro programa tem a chave do registo de auditoria; tente de novo dentro de segundos");
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  }
  ~LockedFile() { close(); }
  LockedFile(const LockedFile&) = delete;
  LockedFile& operator=(const LockedFile&) = delete;

  /// The blocks of a file without a name are given back with the old key in them. This is the best that can be done on most disks;
  /// what goes wrong here changes nothing of the log.
  void overwrite() const {
    struct stat info {};
    if (m_fd < 0 || ::fstat(m_fd, &info) != 0) { return; }
    const std::string zeros(static_cast<std::size_t>(info.st_size), '\0');
    if (::pwrite(m_fd, zeros.data(), zeros.size(), 0) >= 0) { (void)::fdatasync(m_fd); }
  }

 private:
  bool try_lock(const std::filesystem::path& path) {
    m_fd = ::open(path.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW);
    if (m_fd < 0 && errno == ENOENT) { return true; }
    if (m_fd < 0) { fail(path); }
    struct stat held {};
    struct stat named {};
    // Whoever held it may have put another file in its place.
    if (::flock(m_fd, LOCK_EX | LOCK_NB) == 0 && ::fstat(m_fd, &held) == 0 && ::stat(path.c_str(), &named) == 0 &&
        held.st_ino == named.st_ino) {
      return true;
    }
    close();
    return false;
  }
  void close() {
    if (m_fd >= 0) { ::close(m_fd); }
    m_fd = -1;
  }
  int m_fd = -1;
};

bool write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) { continue; }
    if (n <= 0) { return false; }
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

void sync_folder(const std::filesystem::path& file) {
  const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : ".";
  const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool ok = fd >= 0 && ::fsync(fd) == 0;
  if (fd >= 0) { ::close(fd); }
  if (!ok) { fail(file); }
}

}  // namespace

bool AuditKey::reaches(std::int64_t entry) const { return entry >= seq && entry - seq <= farthest; }

void AuditKey::advance_to(std::int64_t entry) {
  assert(reaches(entry));
  for (; seq < entry; ++seq) { secret.ratchet(); }
}

std::string AuditKey::line() const { return fmt::format("{} {} {} {}\n", title, store_id, seq, geo::to_hex(secret.bytes())); }

std::vector<AuditKey> read_audit_keys(std::string_view text) {
  std::vector<AuditKey> keys;
  for (int number = 1; !text.empty(); ++number) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (line.ends_with('\r')) { line.remove_suffix(1); }
    if (line.empty()) { continue; }
    std::optional<AuditKey> key = key_of(line);
    if (!key) {
      throw Error(Problem::input, fmt::format("line {} is no key of an audit log", number),
                  fmt::format("a linha {} não é uma chave de um registo de auditoria", number));
    }
    keys.push_back(std::move(*key));
  }
  return keys;
}

AuditKeyFile::AuditKeyFile(const std::filesystem::path& store_file) : m_path(store_file.string() + ".audit-key") {}

std::optional<AuditKey> AuditKeyFile::read() const {
  const int fd = ::open(m_path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (fd < 0 && errno == ENOENT) { return std::nullopt; }
  if (fd < 0) { fail(m_path); }
  std::array<char, most_bytes> bytes{};
  const ssize_t n = ::read(fd, bytes.data(), bytes.size());
  ::close(fd);
  std::string_view text(bytes.data(), n < 0 ? 0 : static_cast<std::size_t>(n));
  std::optional<AuditKey> key;
  if (text.ends_with('\n')) { key = key_of(text.substr(0, text.size() - 1)); }
  if (!key) {
    throw Error(Problem::damaged,
                fmt::format("'{}' holds no key: put it back from its copy, or begin a new one with: bairro audit rekey", m_path.string()),
                fmt::format("'{}' não tem uma chave: reponha-o da sua cópia, ou comece uma nova com: bairro audit rekey", m_path.string()));
  }
  return key;
}

void AuditKeyFile::replace(const AuditKey& key, When when) const {
  const LockedFile before(m_path);
  if (when == When::later_only) {
    const std::optional<AuditKey> present = read();
    if (present && present->store_id == key.store_id && present->seq >= key.seq) { return; }
  }
  // One name for all: whoever died here has left a key that the next overwrites.
  const std::string fresh = m_path.string() + ".new";
  const int fd = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
  if (fd < 0) { fail(m_path); }
  const bool written = ::fchmod(fd, S_IRUSR | S_IWUSR) == 0 && write_all(fd, key.line()) && ::fsync(fd) == 0;
  const int error = errno;
  ::close(fd);
  errno = error;
  if (!written || ::rename(fresh.c_str(), m_path.c_str()) != 0) { fail(m_path); }
  sync_folder(m_path);
  before.overwrite();
}

void AuditKeyFile::set_aside(const std::string& store_id) const {
  const std::string aside = m_path.string() + ".of-" + store_id;
  if (::rename(m_path.c_str(), aside.c_str()) != 0) { fail(m_path); }
}

}  // namespace store
