// SPDX-License-Identifier: Apache-2.0
#include "api/downloads.hpp"

#include "geo/base/error.hpp"
#include "geo/base/hash.hpp"
#include "store/export/pending_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <exception>
#include <fcntl.h>
#include <random>
#include <sys/mman.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace api {
namespace {

using geo::Error;
using geo::Problem;

[[noreturn]] void refuse_too_many() {
  throw Error(Problem::busy, "Too many downloads are being made at the moment. Try again in some seconds.",
              "Estão a ser feitas demasiadas transferências neste momento. Tente de novo daqui a alguns segundos.");
}

[[noreturn]] void refuse_for_room() {
  throw Error(Problem::busy, "There is no room for another download at the moment. Try again later, or ask for less with a filter.",
              "Neste momento não há espaço para mais uma transferência. Tente mais tarde, ou peça menos com um filtro.");
}

[[noreturn]] void refuse_size() {
  throw Error(Problem::too_large, "This file would be too large. Ask for less: with 'filter', 'bbox', 'properties' or 'limit'.",
              "Este ficheiro seria grande demais. Peça menos: com 'filter', 'bbox', 'properties' ou 'limit'.");
}

void refuse_if_gone(const Request& request) {
  if (!request.cancelled || !*request.cancelled) { return; }
  throw Error(Problem::busy, "The client has gone.", "O cliente foi-se embora.");
}

/// One of the few that may be here at a time. Made and destroyed under the lock.
class Turn {
 public:
  explicit Turn(std::size_t& busy) : m_busy(busy) { ++m_busy; }
  ~Turn() { --m_busy; }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

 private:
  std::size_t& m_busy;
};

std::uint64_t size_of(const std::filesystem::path& path) {
  std::error_code none_yet;
  const std::uintmax_t size = std::filesystem::file_size(path, none_yet);
  return none_yet ? 0 : size;
}

std::string random_id() {
  std::random_device random;
  return fmt::format("{:08x}{:08x}", random(), random());
}

/// A strong entity tag: of the bytes themselves, so that what goes on after a break is the same file, whatever has happened meanwhile.
std::string etag_of_file(int fd, std::size_t size) {
  if (size == 0) { return '"' + geo::hash128({}).hex() + '"'; }
  void* const bytes = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd, 0);
  if (bytes == MAP_FAILED) { throw std::system_error(errno, std::generic_category(), "mmap of a download"); }
  const std::string tag = '"' + geo::hash128({static_cast<const char*>(bytes), size}).hex() + '"';
  ::munmap(bytes, size);
  return tag;
}

geo::TimeMs system_time() {
  using std::chrono::duration_cast;
  return duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

}  // namespace

Downloads::Downloads(DownloadOptions options)
    : m_options(std::move(options)),
      m_bytes(std::make_shared<std::atomic<std::uint64_t>>(0)),
      m_strangers_bytes(std::make_shared<std::atomic<std::uint64_t>>(0)) {
  if (!m_options.clock) { m_options.clock = system_time; }
  if (are_given_out()) { const store::PendingFile sweeps_up(m_options.beside); }
}

std::shared_ptr<const Download> Downloads::get(const std::string& key, const Request& request, const Writer& writer, bool is_stranger) {
  std::unique_lock lock(m_mutex);
  drop_stale();
  if (DownloadPtr found = take(key)) { return found; }
  if (m_busy >= m_options.at_once || (is_stranger && m_strangers_busy > 0)) { refuse_too_many(); }
  const Turn turn(m_busy);
  std::size_t not_counted = 0;
  const Turn strangers_turn(is_stranger ? m_strangers_busy : not_counted);
  // Whoever asks for parts of one file at once waits for the first of them to write it.
  while (m_in_writing.count(key) > 0) {
    refuse_if_gone(request);
    m_done.wait_for(lock, std::chrono::milliseconds(100));
  }
  if (DownloadPtr found = take(key)) { return found; }
  m_in_writing.insert(key);
  lock.unlock();
  DownloadPtr download;
  std::exception_ptr trouble;
  try {
    download = write(request, writer, is_stranger);
  } catch (...) { trouble = std::current_exception(); }
  lock.lock();
  m_in_writing.erase(key);
  m_done.notify_all();
  if (trouble) { std::rethrow_exception(trouble); }
  m_kept.push_front({key, download, Clock::now(), is_stranger});
  drop_beyond_number();
  drop_stale();
  return download;
}

void Downloads::sweep() {
  if (Clock::now().time_since_epoch().count() < m_next_sweep.load(std::memory_order_relaxed)) { return; }
  const std::lock_guard lock(m_mutex);
  drop_stale();
}

// --- with the lock held ------------------------------------------------------------------------------------------------

Downloads::DownloadPtr Downloads::take(const std::string& key) {
  for (auto it = m_kept.begin(); it != m_kept.end(); ++it) {
    if (it->key != key) { continue; }
    it->used = Clock::now();
    m_kept.splice(m_kept.begin(), m_kept, it);
    return it->download;
  }
  return nullptr;
}

/// Those of strangers go first.
bool Downloads::drop_oldest(bool strangers_only) {
  const auto found = std::find_if(m_kept.rbegin(), m_kept.rend(), [](const Kept& kept) { return kept.is_strangers; });
  if (found != m_kept.rend()) {
    m_kept.erase(std::next(found).base());
    return true;
  }
  if (strangers_only || m_kept.empty()) { return false; }
  m_kept.pop_back();
  return true;
}

void Downloads::drop_beyond_number() {
  const auto strangers = [this] { return std::count_if(m_kept.begin(), m_kept.end(), [](const Kept& kept) { return kept.is_strangers; }); };
  while (static_cast<std::size_t>(strangers()) > m_options.strangers_files) { drop_oldest(true); }
  while (m_kept.size() > m_options.kept_files) { drop_oldest(false); }
}

void Downloads::drop_stale() {
  const auto now = Clock::now();
  while (!m_kept.empty() && now - m_kept.back().used >= m_options.kept) { m_kept.pop_back(); }
  const auto next = m_kept.empty() ? Clock::duration::max() : (m_kept.back().used + m_options.kept).time_since_epoch();
  m_next_sweep.store(next.count(), std::memory_order_relaxed);
}

// --- without it --------------------------------------------------------------------------------------------------------

/// Counts a file while it grows.
class Downloads::Growing {
 public:
  /// `also`: another count of it, or null.
  Growing(std::atomic<std::uint64_t>& bytes, std::atomic<std::uint64_t>* also, std::filesystem::path path)
      : m_bytes(bytes), m_also(also), m_path(std::move(path)) {}
  ~Growing() {
    m_bytes -= m_size;
    if (m_also != nullptr) { *m_also -= m_size; }
  }
  Growing(const Growing&) = delete;
  Growing& operator=(const Growing&) = delete;

  /// Its size now.
  std::uint64_t look() {
    const std::uint64_t size = size_of(m_path);
    const std::uint64_t more = size - std::exchange(m_size, size);
    m_bytes += more;
    if (m_also != nullptr) { *m_also += more; }
    return size;
  }
  [[nodiscard]] const std::filesystem::path& path() const { return m_path; }

 private:
  std::atomic<std::uint64_t>& m_bytes;
  std::atomic<std::uint64_t>* m_also;
  std::filesystem::path m_path;
  std::uint64_t m_size = 0;
};

Downloads::DownloadPtr Downloads::write(const Request& request, const Writer& writer, bool is_stranger) {
  const store::PendingFile pending(m_options.beside);
  Growing file(*m_bytes, is_stranger ? m_strangers_bytes.get() : nullptr, pending.path());
  const auto deadline = Clock::now() + m_options.longest_writing;
  const auto ask = [&](std::int64_t, std::int64_t) { check(file, request, deadline, is_stranger); };
  const Task task{pending.path(), random_id(), m_options.clock(), geo::Progress(ask)};
  check(file, request, deadline, is_stranger);
  Written written = writer(task);
  check(file, request, deadline, is_stranger);
  return finished(task, std::move(written), is_stranger);
}

/// Whether the file may grow on; what is kept makes room for it.
void Downloads::check(Growing& file, const Request& request, Clock::time_point deadline, bool is_stranger) {
  refuse_if_gone(request);
  if (Clock::now() > deadline || file.look() > (is_stranger ? m_options.strangers_bytes : m_options.disk_bytes)) { refuse_size(); }
  const auto fits = [&] {
    std::error_code unknown;
    const auto space = std::filesystem::space(file.path().parent_path(), unknown);
    return *m_bytes <= m_options.disk_bytes && (!is_stranger || *m_strangers_bytes <= m_options.strangers_bytes) &&
           (unknown || space.available >= m_options.least_free_bytes);
  };
  while (!fits()) {
    const std::lock_guard lock(m_mutex);
    if (!drop_oldest(is_stranger)) { refuse_for_room(); }
  }
}

/// The open file; its name goes with the folder that it grew in.
Downloads::DownloadPtr Downloads::finished(const Task& task, Written written, bool is_stranger) const {
  const int fd = ::open(task.path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (fd < 0) { throw std::system_error(errno, std::generic_category(), "opening a download"); }
  const std::uint64_t size = size_of(task.path);
  *m_bytes += size;
  if (is_stranger) { *m_strangers_bytes += size; }
  const auto release = [bytes = m_bytes, also = is_stranger ? m_strangers_bytes : nullptr](const OpenFile* file) {
    *bytes -= file->size();
    if (also) { *also -= file->size(); }
    delete file;
  };
  const std::shared_ptr<const OpenFile> file(new OpenFile(fd, size), release);
  return std::make_shared<const Download>(Download{file, etag_of_file(fd, size), task.export_id, task.made_at, std::move(written)});
}

}  // namespace api
