// SPDX-License-Identifier: Apache-2.0
#include "store/audit/log.hpp"

#include "store/audit/pen.hpp"
#include "store/audit/volume.hpp"

#include <fmt/format.h>

#include <chrono>
#include <condition_variable>
#include <deque>
#include <iterator>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace store {
namespace {

constexpr auto pace = std::chrono::seconds(1);

struct Waiting {
  geo::TimeMs at;
  AuditEntry entry;
};

geo::Text text_of(const AuditEntry& alert) {
  return {
      fmt::format("'{}' has read {} rows today, far more than usual; see: bairro audit list --action alert", alert.who, alert.rows),
      fmt::format("'{}' leu hoje {} linhas, muito mais do que o habitual; veja: bairro audit list --action alert", alert.who, alert.rows)};
}

}  // namespace

struct AuditLog::Impl {
  std::filesystem::path file;
  std::string store_id;
  std::function<geo::TimeMs()> clock;
  std::function<void(const geo::Text&)> say;

  std::mutex disk;  // guards the next two; taken before `mutex`
  std::optional<Database> database;
  AuditVolume volume;

  std::mutex mutex;  // guards what follows; held for moments only
  std::condition_variable wake;
  std::deque<Waiting> queue;
  std::optional<geo::Text> failure;  // of the last flush
  bool stop = false;
  std::thread thread;  // runs from the first note() on

  Database& connection() {
    if (!database) {
      database.emplace(file, Database::Mode::read_write);
      // It only ever adds at the end: the 64 MB that a writer of rows keeps would fill with entries that nobody reads again.
      database->execute("PRAGMA cache_size=-2048");
    }
    return *database;
  }

  /// The caller holds `disk`. All in one transaction, or none.
  void write(const std::deque<Waiting>& entries) {
    if (entries.empty()) { return; }
    std::vector<AuditEntry> alerts;
    {
      Database& db = connection();
      Transaction transaction(db);
      AuditPen pen(db, file, store_id);
      std::map<std::pair<std::string, geo::TimeMs>, std::int64_t> readers;
      volume.begin(pen.seq());
      constexpr geo::TimeMs ms_per_day = 86'400'000;
      for (const Waiting& w : entries) {
        const AuditRecord record = pen.append(w.entry, w.at);
        if (record.action == "read" || record.action == "export") { readers[{record.who, w.at / ms_per_day}] += record.rows; }
      }
      for (const auto& [reader, rows] : readers) {
        std::optional<AuditEntry> alert = volume.check(db, reader.first, reader.second * ms_per_day, rows);
        if (!alert) { continue; }
        pen.append(*alert, entries.back().at);
        alerts.push_back(std::move(*alert));
      }
      transaction.commit();
      volume.committed(pen.seq());
      pen.committed();
    }
    if (!say) { return; }
    for (const AuditEntry& alert : alerts) { say(text_of(alert)); }
  }

  std::deque<Waiting> take_all() {
    const std::lock_guard lock(mutex);
    return std::exchange(queue, {});
  }

  /// Those that could not be written stand before what was noted meanwhile.
  void put_back(std::deque<Waiting>& entries, const geo::Text& why) {
    const std::lock_guard lock(mutex);
    queue.insert(queue.begin(), std::make_move_iterator(entries.begin()), std::make_move_iterator(entries.end()));
    failure = why;
  }

  void flush() {
    const std::lock_guard one_at_a_time(disk);
    std::deque<Waiting> entries = take_all();
    try {
      write(entries);
    } catch (const geo::Error& error) {
      put_back(entries, error.text());
      throw;
    } catch (...) {
      put_back(entries, {"internal error", "erro interno"});
      throw;
    }
    const std::lock_guard lock(mutex);
    failure.reset();
  }

  /// False when it could not.
  bool try_flush() noexcept {
    try {
      flush();
      return true;
    } catch (...) {  // note() tells it to whoever comes next
      return false;
    }
  }

  void run() {
    std::unique_lock lock(mutex);
    while (!stop) {
      wake.wait(lock, [&] { return stop || !queue.empty() || failure; });
      wake.wait_for(lock, pace, [&] { return stop || (!failure && queue.size() >= flushed_at); });
      lock.unlock();
      try_flush();
      lock.lock();
    }
  }

  void close() {
    {
      const std::lock_guard lock(mutex);
      stop = true;
    }
    wake.notify_all();
    if (thread.joinable()) { thread.join(); }
    if (queue.empty() || try_flush() || !say) { return; }
    say({fmt::format("{} entries of the audit log could not be written and are lost: {}", queue.size(), failure->en),
         fmt::format("{} entradas do registo de auditoria não puderam ser escritas e perderam-se: {}", queue.size(), failure->pt)});
  }
};

AuditLog::AuditLog(std::filesystem::path store_file, std::string store_id, std::function<geo::TimeMs()> clock,
                   std::function<void(const geo::Text&)> say)
    : m_impl(std::make_unique<Impl>()) {
  m_impl->file = std::move(store_file);
  m_impl->store_id = std::move(store_id);
  m_impl->clock = std::move(clock);
  m_impl->say = std::move(say);
}

AuditLog::~AuditLog() { m_impl->close(); }

void AuditLog::note(const AuditEntry& entry) {
  const geo::TimeMs now = m_impl->clock();
  std::size_t waiting = 0;
  {
    const std::lock_guard lock(m_impl->mutex);
    geo::Text why = m_impl->failure.value_or(geo::Text{});
    if (why.en.empty() && m_impl->queue.size() >= most_waiting) { why = {"too many entries wait", "há demasiadas entradas à espera"}; }
    if (!why.en.empty()) {
      throw geo::Error(geo::Problem::busy, "nothing exact is given out while it cannot be put on record: " + why.en,
                       "nada de exacto é mostrado enquanto não puder ficar registado: " + why.pt);
    }
    m_impl->queue.push_back({now, entry});
    waiting = m_impl->queue.size();
    if (!m_impl->thread.joinable()) {
      m_impl->thread = std::thread([impl = m_impl.get()] { impl->run(); });
    }
  }
  if (waiting == 1 || waiting == flushed_at) { m_impl->wake.notify_all(); }
}

void AuditLog::append(const AuditEntry& entry) {
  const std::lock_guard one_at_a_time(m_impl->disk);
  m_impl->write({{m_impl->clock(), entry}});
}

void AuditLog::flush() { m_impl->flush(); }

std::vector<AuditRecord> AuditLog::list(const AuditFilter& filter) {
  m_impl->try_flush();
  const std::lock_guard one_at_a_time(m_impl->disk);
  return load_audit(m_impl->connection(), filter);
}

}  // namespace store
