// SPDX-License-Identifier: Apache-2.0
// Whoever has the file of the store, and even the key of today, cannot change what the log said before.
#include "store/audit/pen.hpp"
#include "store/audit/records.hpp"
#include "tests/store/audit/log_fixture.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <random>

namespace {

using namespace store_test;
using store::AuditRecord;

constexpr std::int64_t entries = 10'000;

/// A log of 10,000 entries; the key that was kept elsewhere signs all from the second on.
class Tampering : public LogFixture {
 protected:
  void SetUp() override {
    make();
    kept = {renew(false)};
    store::Database database(file, store::Database::Mode::read_write);
    store::Transaction transaction(database);
    store::AuditPen pen(database, file, store_id());
    for (std::int64_t i = 3; i <= entries; ++i) {
      store::AuditDetails details;
      details.number("batch", i);
      pen.append(
          store::audit_entry({"user" + std::to_string(i % 5), "analyst"}, i % 3 == 0 ? "export" : "read", "incidents", i % 11, details),
          now + i * 1000);
    }
    transaction.commit();
    pen.committed();
    const store::AuditReport report = verify(kept);
    ASSERT_EQ(report.faults, 0);
    ASSERT_EQ(report.macs_checked, entries - 1);
    head = {report.head};
    log = store::load_audit(database, {.limit = 0});
    key_file = store::AuditKeyFile(file).read();
  }

  /// Faults of the log with the entry at `at` harmed, as far as the two after it, or the end: an untouched log has none so far.
  template <class Harm>
  std::int64_t faults_after(const store::AuditVerifier& before, std::size_t at, Harm harm) {
    std::vector<AuditRecord> window(log.begin() + static_cast<std::ptrdiff_t>(at),
                                    log.begin() + static_cast<std::ptrdiff_t>(std::min(at + 3, log.size())));
    harm(window);
    store::AuditVerifier verifier = before;
    for (const AuditRecord& record : window) { verifier.take(record); }
    return at + 3 >= log.size() ? verifier.finish(key_file).faults : verifier.faults();
  }

  /// The log as it was.
  void put_back() const {
    tamper("DELETE FROM audit");
    store::Database database(file, store::Database::Mode::read_write);
    store::Transaction transaction(database);
    store::Statement s =
        database.prepare("INSERT INTO audit(seq,at,who,role,action,object,details,rows,prev,mac) VALUES(?,?,?,?,?,?,?,?,?,?)");
    for (const AuditRecord& r : log) {
      s.bind(1, r.seq).bind(2, r.at).bind(3, r.who).bind(4, r.role).bind(5, r.action).bind(6, r.object).bind(7, r.details);
      s.bind(8, r.rows).bind_blob(9, r.prev).bind_blob(10, r.mac).run();
    }
    transaction.commit();
  }

  std::vector<store::AuditKey> kept;
  std::vector<store::AuditHead> head;
  std::vector<AuditRecord> log;
  std::optional<store::AuditKey> key_file;
};

using Window = std::vector<AuditRecord>;
/// What can be done to the first entry of a window.
const std::vector<std::pair<const char*, void (*)(Window&)>>& harms() {
  static const std::vector<std::pair<const char*, void (*)(Window&)>> all{
      {"time", [](Window& w) { ++w[0].at; }},
      {"who", [](Window& w) { w[0].who += 'x'; }},
      {"role", [](Window& w) { w[0].role = "visitor"; }},
      {"action", [](Window& w) { w[0].action = "sign-in"; }},
      {"object", [](Window& w) { w[0].object = "sites"; }},
      {"details", [](Window& w) { w[0].details = "{}x"; }},
      {"rows", [](Window& w) { ++w[0].rows; }},
      {"letters moved to the next field", [](Window& w) { w[0].role = w[0].who.back() + w[0].role, w[0].who.pop_back(); }},
      {"chain", [](Window& w) { w[0].prev[7] = static_cast<char>(w[0].prev[7] ^ 1); }},
      {"MAC", [](Window& w) { w[0].mac[31] = static_cast<char>(w[0].mac[31] ^ 128); }},
      {"number", [](Window& w) { w[0].seq += 1; }},
      {"removed", [](Window& w) { w.erase(w.begin()); }},
      {"removed and numbered anew",
       [](Window& w) {
         w.erase(w.begin());
         for (AuditRecord& r : w) { --r.seq; }
       }},
      {"twice", [](Window& w) { w.insert(w.begin(), w[0]); }},
      {"changed places",
       [](Window& w) {
         if (w.size() == 1) { return w.clear(); }
         std::swap(w[0], w[1]);
         std::swap(w[0].seq, w[1].seq);
       }},
  };
  return all;
}

/// Without a key: the chain alone. The last entry is held by the head only.
TEST_F(Tampering, OfAnyEntryInAnyWayIsFound) {
  std::int64_t tried = 0;
  for (const bool with_key : {false, true}) {
    store::AuditVerifier before(store_id(), with_key ? kept : std::vector<store::AuditKey>{}, head);
    for (std::size_t at = 0; at < log.size(); ++at) {
      for (const auto& [name, harm] : harms()) {
        ASSERT_GT(faults_after(before, at, harm), 0) << name << " of entry " << at + 1;
        ++tried;
      }
      ASSERT_EQ(faults_after(before, at, [](Window&) {}), 0) << at;
      before.take(log[at]);
    }
  }
  EXPECT_EQ(tried, 2 * entries * static_cast<std::int64_t>(harms().size()));
}

/// The same through the file.
TEST_F(Tampering, OfTheFileIsFound) {
  std::mt19937_64 random(20'261'125);
  for (const std::string& sql : std::vector<std::string>{"DELETE FROM audit WHERE seq={0}", "UPDATE audit SET rows=rows+1 WHERE seq={0}",
                                                         "DELETE FROM audit WHERE seq>={0}", "DELETE FROM audit WHERE seq<={0}",
                                                         "UPDATE audit SET seq=-seq WHERE seq={0}",
                                                         "DELETE FROM audit WHERE seq={0}; UPDATE audit SET seq=seq-1 WHERE seq>{0}"}) {
    const std::int64_t seq = 3 + static_cast<std::int64_t>(random() % (entries - 3));
    tamper(fmt::format(fmt::runtime(sql), seq));
    EXPECT_GT(verify().faults, 0) << sql << " at " << seq;
    put_back();
    ASSERT_EQ(verify(kept, head).faults, 0);
  }
}

/// Everything that can be computed is right again, but for the MACs.
std::vector<AuditRecord> chained_anew(std::vector<AuditRecord> log, std::size_t from, store::AuditKey forger) {
  for (std::size_t i = from; i < log.size(); ++i) {
    if (i > 0) { log[i].prev = store::audit_hash(log[i - 1]); }
    forger.advance_to(log[i].seq);
    log[i].mac = forger.secret.mac(store::audit_message(log[i]));
  }
  return log;
}

TEST_F(Tampering, WithTheChainMadeAnewIsFoundByTheKeyThatWasKept) {
  std::mt19937_64 random(7);
  for (int round = 0; round < 10; ++round) {
    const std::size_t at = 2 + random() % (log.size() - 2);
    std::vector<AuditRecord> forged = log;
    forged[at].who = "somebody-else";
    // The forger has the key file of today, and signs with it as if it were the key of then.
    forged = chained_anew(std::move(forged), at, {store_id(), 1, key_file->secret});
    const auto faults = [&](const std::vector<store::AuditKey>& keys, const std::vector<store::AuditHead>& heads) {
      store::AuditVerifier verifier(store_id(), keys, heads);
      for (const AuditRecord& record : forged) { verifier.take(record); }
      return verifier.finish(key_file).faults;
    };
    EXPECT_EQ(faults({}, {}), 0) << "the chain alone cannot tell";
    EXPECT_GE(faults(kept, {}), entries - static_cast<std::int64_t>(at));
    EXPECT_GT(faults({}, head), 0) << "nor can it be hidden from a head";
  }
}

TEST_F(Tampering, OfWhatCameBeforeTheFirstKeptKeyIsFoundToo) {
  std::vector<AuditRecord> forged = log;
  forged[0].details = "{}";
  store::AuditVerifier verifier(store_id(), kept, {});
  forged[1].prev = store::audit_hash(forged[0]);
  for (const AuditRecord& record : forged) { verifier.take(record); }
  EXPECT_GT(verifier.faults(), 0) << "the entry of the key is signed, and holds the hash of all before";
}

}  // namespace
