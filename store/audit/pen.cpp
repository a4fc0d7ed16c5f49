// SPDX-License-Identifier: Apache-2.0
#include "store/audit/pen.hpp"

#include "geo/base/error.hpp"
#include "store/audit/records.hpp"

#include <fmt/format.h>

#include <cassert>

namespace store {
namespace {

using geo::Error;
using geo::Problem;

/// In the table of the store's own facts: that there is a log. An empty one is then no new one.
constexpr const char* begun = "audit_log_begun";

bool has_begun(Database& database) {
  return database.integer(fmt::format("SELECT EXISTS(SELECT 1 FROM audit) OR EXISTS(SELECT 1 FROM meta WHERE name='{}')", begun)) != 0;
}

/// A key for a store that has never had one; false when there is one already that has signed something.
bool make_first_key(const std::filesystem::path& store_file, const std::string& store_id) {
  const AuditKeyFile file(store_file);
  const std::optional<AuditKey> found = file.read();
  // Left there by a store that had this name before.
  if (found && found->store_id != store_id) { file.set_aside(found->store_id); }
  if (found && found->store_id == store_id) { return found->seq == 1; }
  file.replace({store_id, 1, AuditSecret::random()}, AuditKeyFile::When::always);
  return true;
}

}  // namespace

AuditPen::AuditPen(Database& database, const std::filesystem::path& store_file, std::string store_id, AnyKey)
    : m_store_id(std::move(store_id)), m_file(store_file) {
  assert(database.in_transaction());
  const std::optional<AuditRecord> last = last_audit_record(database);
  m_seq = last ? last->seq : 0;
  m_hash = last ? audit_hash(*last) : audit_genesis(m_store_id);
  look_at_key();
  m_insert =
      database.prepare("INSERT INTO audit(seq, at, who, role, action, object, details, rows, prev, mac) VALUES(?,?,?,?,?,?,?,?,?,?)");
}

AuditPen::AuditPen(Database& database, const std::filesystem::path& store_file, std::string store_id)
    : AuditPen(database, store_file, std::move(store_id), AnyKey{}) {
  if (!m_trouble.empty()) { refuse(); }
}

void AuditPen::look_at_key() {
  try {
    m_key = m_file.read();
  } catch (const Error& error) {
    if (error.problem() != Problem::damaged) { throw; }
    m_trouble = "damaged";
    return;
  }
  if (!m_key) {
    m_trouble = "missing";
  } else if (m_key->store_id != m_store_id) {
    m_trouble = "other-store";
  } else if (m_key->seq > m_seq + 1) {
    m_trouble = "ahead";
    m_ahead = m_key->seq - m_seq - 1;
  } else if (!m_key->reaches(m_seq + 1)) {
    m_trouble = "damaged";
  } else {
    m_key->advance_to(m_seq + 1);
  }
  if (!m_trouble.empty()) { m_key.reset(); }
}

void AuditPen::refuse() const {
  const std::string file = m_file.path().string();
  if (m_trouble == "ahead") {
    throw Error(Problem::damaged,
                fmt::format("the last {} entries of the audit log are gone: they were cut off, or the store was put back from a backup. "
                            "Find out which; then begin a new key with: bairro audit rekey",
                            m_ahead),
                fmt::format("faltam as últimas {} entradas do registo de auditoria: foram cortadas, ou o repositório foi reposto de uma "
                            "cópia. Averigúe; depois comece uma nova chave com: bairro audit rekey",
                            m_ahead));
  }
  const bool is_missing = m_trouble == "missing";
  throw Error(is_missing ? Problem::failed : Problem::damaged,
              fmt::format("the key of the audit log, '{}', {}; put it back from its copy, or begin a new one with: bairro audit rekey",
                          file, is_missing ? "is missing" : "is damaged or of another store"),
              fmt::format("a chave do registo de auditoria, '{}', {}; reponha-a da sua cópia, ou comece uma nova com: bairro audit rekey",
                          file, is_missing ? "falta" : "está danificada ou é de outro repositório"));
}

AuditRecord AuditPen::append(const AuditEntry& entry, geo::TimeMs at) {
  AuditRecord r = audit_record(entry, m_seq + 1, at, m_hash);
  r.mac = m_key->secret.mac(audit_message(r));
  m_insert.bind(1, r.seq).bind(2, r.at).bind(3, r.who).bind(4, r.role).bind(5, r.action).bind(6, r.object).bind(7, r.details);
  m_insert.bind(8, r.rows).bind_blob(9, r.prev).bind_blob(10, r.mac).run();
  m_seq = r.seq;
  m_hash = audit_hash(r);
  m_key->advance_to(m_seq + 1);
  return r;
}

void AuditPen::committed() noexcept {
  try {
    m_file.replace(*m_key, m_trouble.empty() ? AuditKeyFile::When::later_only : AuditKeyFile::When::always);
  } catch (...) {  // see the declaration
  }
}

AuditKey AuditPen::begin_key(const Actor& actor, geo::TimeMs at, const std::string& why) {
  AuditKey next{m_store_id, m_seq + 1, AuditSecret::random()};
  AuditDetails details;
  details.word("key", next.secret.name()).word("why", why);
  if (m_key) { details.word("endorsed", audit_endorsement(m_key->secret, m_store_id, next.secret.name())); }
  if (m_ahead > 0) { details.number("gone", m_ahead); }
  m_key = next;
  append(audit_entry(actor, "key", "audit", 0, details), at);
  return next;
}

void begin_audit_log(Database& database, const std::filesystem::path& store_file, const std::string& store_id, const Actor& actor,
                     const std::function<geo::TimeMs()>& clock) {
  if (has_begun(database)) { return; }
  Transaction transaction(database);
  if (has_begun(database)) { return; }
  if (!make_first_key(store_file, store_id)) { return; }
  AuditPen pen(database, store_file, store_id);
  const std::int64_t commits = database.integer("SELECT count(*) FROM commits");
  AuditDetails details;
  details.word("why", commits == 0 ? "new-store" : "older-store").number("commits_before", commits);
  pen.append(audit_entry(actor, "log-begun", "audit", 0, details), clock());
  database.execute(fmt::format("INSERT INTO meta(name, value) VALUES('{}', '1')", begun));
  transaction.commit();
  pen.committed();
}

AuditKey renew_audit_key(Database& database, const std::filesystem::path& store_file, const std::string& store_id, const Actor& actor,
                         geo::TimeMs at, bool force) {
  Transaction transaction(database);
  if (!force) { const AuditPen refuses_a_bad_key(database, store_file, store_id); }
  AuditPen pen(database, store_file, store_id, AuditPen::AnyKey{});
  const AuditKey key = pen.begin_key(actor, at, pen.trouble().empty() ? "asked-for" : pen.trouble());
  transaction.commit();
  pen.committed();
  return key;
}

}  // namespace store
