// SPDX-License-Identifier: Apache-2.0
#include "api/idempotency.hpp"

#include "api/errors.hpp"
#include "api/http/chars.hpp"
#include "geo/base/hash.hpp"

#include <algorithm>
#include <utility>

namespace api {
namespace {

constexpr std::size_t longest_key = 128;

/// The key without its quotes (the draft has a string there, many clients send it bare). None: it cannot be read.
std::optional<std::string> read_key(const Request& request) {
  std::optional<std::string> key;
  for (const Header& header : request.headers) {
    if (!equals_ignoring_case(header.name, "Idempotency-Key")) { continue; }
    std::string_view text = header.value;
    const bool quoted = text.size() > 2 && text.front() == '"' && text.back() == '"';
    if (quoted) { text = text.substr(1, text.size() - 2); }
    const auto is_plain = [](char c) { return c > ' ' && c < 0x7f && c != '"' && c != '\\' && c != ','; };
    if (key || text.empty() || text.size() > longest_key || !std::all_of(text.begin(), text.end(), is_plain)) { return std::nullopt; }
    key = std::string(text);
  }
  return key;
}

/// All of a request that shapes what it does.
std::string fingerprint_of(const Request& request) {
  std::string text;
  const auto add = [&](std::string_view part) { text += std::to_string(part.size()) + ':' + std::string(part); };
  add(request.method);
  add(request.target);
  for (const char* name : {"Content-Type", "Content-Crs", "Prefer"}) {
    const std::string* value = request.header(name);
    add(value == nullptr ? "" : *value);
  }
  add(request.body);
  return geo::hash128(text).hex();
}

std::size_t bytes_of(const Response& response) {
  std::size_t sum = response.size();
  for (const Header& header : response.headers) { sum += header.name.size() + header.value.size(); }
  return sum;
}

}  // namespace

std::list<Idempotency::Entry>::iterator Idempotency::Account::drop(std::list<Entry>::iterator entry) {
  bytes -= entry->bytes;
  by_name.erase(entry->name);
  return entries.erase(entry);
}

Response Idempotency::once(const Request& request, const std::string& whose, std::string_view route, Language language,
                           const std::function<Response()>& act) {
  if (request.header("Idempotency-Key") == nullptr) { return act(); }
  const auto key = read_key(request);
  if (!key) {
    return problem_in(language, 400,
                      {"Idempotency-Key must be given once, with 1 to 128 visible ASCII characters, such as a UUID.",
                       "Idempotency-Key tem de vir uma só vez, com 1 a 128 caracteres ASCII visíveis, por exemplo um UUID."},
                      request.id);
  }
  const std::string name = std::string(route) + ' ' + *key;
  if (auto answer = begin(request, whose, name, language)) { return *std::move(answer); }
  try {
    Response response = act();
    if (response.status < 400) {
      finish(whose, name, response);
    } else {
      forget(whose, name);
    }
    return response;
  } catch (...) {
    forget(whose, name);
    throw;
  }
}

std::optional<Response> Idempotency::begin(const Request& request, const std::string& whose, const std::string& name, Language language) {
  std::string fingerprint = fingerprint_of(request);
  const std::lock_guard lock(m_mutex);
  drop_expired();
  Account& account = m_accounts[whose];
  const auto found = account.by_name.find(name);
  if (found == account.by_name.end()) {
    account.entries.push_back({name, std::move(fingerprint), m_clock(), std::nullopt, 0});
    account.by_name.emplace(name, std::prev(account.entries.end()));
    make_room(account);
    return std::nullopt;
  }
  const Entry& entry = *found->second;
  if (entry.fingerprint != fingerprint) {
    return problem_in(language, 422,
                      {"This Idempotency-Key was used for another request. Use a new one for each.",
                       "Esta Idempotency-Key já serviu para outro pedido. Use uma nova para cada um."},
                      request.id);
  }
  if (!entry.answer) {
    Response response = problem_in(language, 409,
                                   {"The request with this Idempotency-Key is still at work. Ask again for its answer.",
                                    "O pedido com esta Idempotency-Key ainda está em curso. Pergunte de novo pela resposta."},
                                   request.id);
    response.headers.push_back({"Retry-After", "1"});
    return response;
  }
  Response again = *entry.answer;
  again.headers.push_back({"Idempotent-Replayed", "true"});
  return again;
}

void Idempotency::finish(const std::string& whose, const std::string& name, const Response& answer) {
  const std::lock_guard lock(m_mutex);
  Account& account = m_accounts[whose];
  const auto found = account.by_name.find(name);
  if (found == account.by_name.end()) { return; }
  Entry& entry = *found->second;
  entry.bytes = bytes_of(answer);
  account.bytes += entry.bytes;
  entry.answer = answer;
  if (entry.bytes > m_limits.bytes) { account.drop(found->second); }
  make_room(account);
}

void Idempotency::forget(const std::string& whose, const std::string& name) {
  const std::lock_guard lock(m_mutex);
  const auto account = m_accounts.find(whose);
  if (account == m_accounts.end()) { return; }
  const auto found = account->second.by_name.find(name);
  if (found != account->second.by_name.end()) { account->second.drop(found->second); }
}

/// What is at work stays, however long it takes: its key must not be free before it is done.
void Idempotency::drop_expired() {
  const auto end = m_clock() - m_limits.life;
  for (auto account = m_accounts.begin(); account != m_accounts.end();) {
    auto& entries = account->second.entries;
    for (auto entry = entries.begin(); entry != entries.end() && entry->begun <= end;) {
      entry = entry->answer ? account->second.drop(entry) : std::next(entry);
    }
    account = entries.empty() ? m_accounts.erase(account) : std::next(account);
  }
}

void Idempotency::make_room(Account& account) const {
  for (auto entry = account.entries.begin(); entry != account.entries.end();) {
    if (account.entries.size() <= m_limits.entries && account.bytes <= m_limits.bytes) { return; }
    entry = entry->answer ? account.drop(entry) : std::next(entry);
  }
}

}  // namespace api
