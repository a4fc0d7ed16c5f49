// SPDX-License-Identifier: Apache-2.0
#include "store/audit/verify.hpp"

#include "geo/base/hex.hpp"
#include "store/audit/records.hpp"

#include <fmt/format.h>

#include <charconv>
#include <optional>

namespace store {
namespace {

constexpr std::size_t faults_told = 20;

}  // namespace

AuditVerifier::AuditVerifier(std::string store_id, std::vector<AuditKey> keys, std::vector<AuditHead> heads)
    : m_store_id(std::move(store_id)), m_keys(std::move(keys)), m_heads(std::move(heads)) {
  m_report.head.hash = audit_genesis(m_store_id);
  for (const AuditKey& key : m_keys) {
    if (key.store_id == m_store_id) { continue; }
    fault("a key that was given is of another store", "uma das chaves indicadas é de outro repositório");
  }
}

void AuditVerifier::take(const AuditRecord& r) {
  const std::int64_t expected = m_report.head.seq + 1;
  if (r.seq != expected) {
    fault(fmt::format("entry {} follows entry {}", r.seq, expected - 1),
          fmt::format("a entrada {} segue a entrada {}", r.seq, expected - 1));
  }
  if (r.prev != m_report.head.hash) {
    fault(fmt::format("entry {} does not continue the one before it: one of them was changed, or entries between were removed", r.seq),
          fmt::format("a entrada {} não continua a anterior: uma delas foi alterada, ou foram retiradas entradas entre elas", r.seq));
  }
  check_mac(r);
  m_report.head = {r.seq, audit_hash(r)};
  ++m_report.entries;
  for (const AuditHead& head : m_heads) {
    if (head.seq != r.seq || head.hash == m_report.head.hash) { continue; }
    fault(fmt::format("entry {} is not the one whose head was kept: the log was rewritten", r.seq),
          fmt::format("a entrada {} não é a da marca guardada: o registo foi reescrito", r.seq));
  }
}

AuditReport AuditVerifier::finish(const std::optional<AuditKey>& key_file) {
  for (const AuditHead& head : m_heads) {
    if (head.seq <= m_report.head.seq) { continue; }
    fault(fmt::format("the log ends at entry {}; a head of entry {} was kept: the end was cut off", m_report.head.seq, head.seq),
          fmt::format("o registo acaba na entrada {}; foi guardada a marca da entrada {}: o fim foi cortado", m_report.head.seq, head.seq));
  }
  if (m_unchecked > 0) {
    unchecked(fmt::format("the MACs of {} of {} entries: give their keys with --key (bairro audit key shows one, once)", m_unchecked,
                          m_report.entries),
              fmt::format("os MAC de {} de {} entradas: indique as suas chaves com --key (bairro audit key mostra uma, uma só vez)",
                          m_unchecked, m_report.entries));
  }
  if (m_heads.empty()) {
    unchecked("whether entries were cut off together with the key file: give a head that was kept with --head",
              "se foram cortadas entradas juntamente com o ficheiro da chave: indique com --head uma marca guardada");
  }
  check_key_file(key_file);
  return std::move(m_report);
}

void AuditVerifier::fault(std::string en, std::string pt) {
  ++m_report.faults;
  if (m_report.first_faults.size() < faults_told) { m_report.first_faults.push_back({std::move(en), std::move(pt)}); }
}
void AuditVerifier::unchecked(std::string en, std::string pt) { m_report.unchecked.push_back({std::move(en), std::move(pt)}); }

/// The key for an entry: one that was given for it, else the one before, ratcheted; at a new key none that is not given.
void AuditVerifier::choose_key(const AuditRecord& r) {
  const AuditKey* given = nullptr;
  for (const AuditKey& key : m_keys) {
    if (key.seq == r.seq && key.store_id == m_store_id) { given = &key; }
  }
  if (m_key && !m_key->reaches(r.seq)) { m_key.reset(); }  // a fault that was told already
  if (m_key) { m_key->advance_to(r.seq); }
  const bool begins = r.action == "key";
  if (begins && m_key && given == nullptr && !vouches_for(r)) {
    fault(fmt::format("entry {} begins a key that the key before does not vouch for: entries before it may have been cut off", r.seq),
          fmt::format("a entrada {} começa uma chave que a anterior não atesta: podem ter sido cortadas entradas antes dela", r.seq));
  }
  if (given != nullptr) {
    m_key = *given;
  } else if (begins) {
    m_key.reset();
  }
}

/// The details of a 'key' entry are our own JSON, of two members in this order; see AuditPen::begin_key().
bool AuditVerifier::vouches_for(const AuditRecord& r) const {
  constexpr std::string_view before_name = "{\"key\":\"";
  constexpr std::size_t name_size = 16;
  if (!r.details.starts_with(before_name)) { return false; }
  const std::string name = r.details.substr(before_name.size(), name_size);
  return r.details.find("\"endorsed\":\"" + audit_endorsement(m_key->secret, m_store_id, name) + '"') != std::string::npos;
}

void AuditVerifier::check_mac(const AuditRecord& r) {
  choose_key(r);
  if (!m_key) {
    ++m_unchecked;
    return;
  }
  ++m_report.macs_checked;
  if (m_key->secret.mac(audit_message(r)) != r.mac) {
    fault(fmt::format("entry {} is not signed by the key of the log", r.seq),
          fmt::format("a entrada {} não está assinada com a chave do registo", r.seq));
  }
}

void AuditVerifier::check_key_file(const std::optional<AuditKey>& key) {
  if (!key) {
    fault("the key file is missing, or holds no key", "o ficheiro da chave falta, ou não tem uma chave");
    return;
  }
  const std::int64_t next = m_report.head.seq + 1;
  if (key->store_id != m_store_id) {
    fault("the key file is of another store", "o ficheiro da chave é de outro repositório");
  } else if (key->seq > next) {
    fault(fmt::format("the key file is {} entries ahead of the log: its end was cut off, or the store was put back from a backup",
                      key->seq - next),
          fmt::format("o ficheiro da chave está {} entradas à frente do registo: o fim foi cortado, ou o repositório foi reposto",
                      key->seq - next));
  } else if (m_key && key->reaches(next) && m_key->reaches(next)) {
    AuditKey here = *key;
    here.advance_to(next);
    m_key->advance_to(next);
    if (here.secret == m_key->secret) { return; }
    fault("the key file is not the one that the log was signed with", "o ficheiro da chave não é aquele com que o registo foi assinado");
  }
}

std::string AuditHead::text() const { return fmt::format("{}:{}", seq, geo::to_hex(hash)); }

AuditHead parse_audit_head(std::string_view text) {
  AuditHead head;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), head.seq);
  const std::string_view rest(end, static_cast<std::size_t>(text.data() + text.size() - end));
  const std::optional<std::string> hash = rest.starts_with(':') ? geo::from_hex(rest.substr(1)) : std::nullopt;
  if (error != std::errc() || head.seq < 0 || !hash || hash->size() != AuditSecret::size) {
    throw geo::Error(geo::Problem::usage, "a head is written SEQ:HASH, as bairro audit head prints it",
                     "uma marca escreve-se SEQ:HASH, como bairro audit head a mostra");
  }
  head.hash = *hash;
  return head;
}

AuditHead audit_head(Database& database, std::string_view store_id) {
  const std::optional<AuditRecord> last = last_audit_record(database);
  return last ? AuditHead{last->seq, audit_hash(*last)} : AuditHead{0, audit_genesis(store_id)};
}

AuditReport verify_audit(const std::filesystem::path& store_file, const std::string& store_id, const std::vector<AuditKey>& keys,
                         const std::vector<AuditHead>& heads) {
  // The key first: the log is then as far as the key says, or further.
  const AuditKeyFile file(store_file);
  std::optional<AuditKey> key;
  try {
    key = file.read();
  } catch (const geo::Error& error) {
    if (error.problem() != geo::Problem::damaged) { throw; }  // that is for the report
  }
  Database database(store_file, Database::Mode::read_only);
  std::vector<AuditKey> all = keys;
  // A key that is behind says something of the entries since.
  if (key && key->store_id == store_id) { all.insert(all.begin(), *key); }
  AuditVerifier verifier(store_id, std::move(all), heads);
  for_each_audit_record(database, [&](const AuditRecord& record) { verifier.take(record); });
  return verifier.finish(key);
}

}  // namespace store
