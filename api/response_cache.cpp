// SPDX-License-Identifier: Apache-2.0
#include "api/response_cache.hpp"

#include "api/http/chars.hpp"
#include "api/http/etag.hpp"
#include "geo/base/hash.hpp"

#include <algorithm>

namespace api {
namespace {

/// Sets `slot` once; false the second time, since a repeated field may be read in more than one way.
bool take(std::string_view& slot, const std::string& value) {
  const bool first = slot.data() == nullptr;
  slot = value;
  return first;
}

Response not_modified_form(const Response& full) {
  Response response;
  response.status = 304;
  for (const Header& header : full.headers) {
    if (!header.name.starts_with("Content-")) { response.headers.push_back(header); }
  }
  return response;
}

}  // namespace

std::uint64_t ResponseCache::Key::hash() const {
  std::uint64_t h = geo::hash64(target);
  for (const std::string_view part : {whose, host, accept, language, encoding}) { h = geo::mix64(h) ^ geo::hash64(part); }
  return geo::mix64(h);
}

bool ResponseCache::Entry::is_for(const Key& key) const {
  return whose == key.whose && target == key.target && host == key.host && accept == key.accept && language == key.language &&
         encoding == key.encoding;
}

bool ResponseCache::Entry::is_hasty() const { return full.in_haste && full.header("Content-Encoding") != nullptr; }

bool ResponseCache::Entry::may_be_given() const { return !is_hasty() || given.fetch_add(1, std::memory_order_relaxed) < hasty_answers; }

std::shared_ptr<const ResponseCache::Entry> ResponseCache::Entry::at(std::uint64_t other_stamp) const {
  auto renewed = std::make_shared<Entry>();
  renewed->hash = hash;
  renewed->stamp = other_stamp;
  renewed->whose = whose;
  renewed->target = target;
  renewed->host = host;
  renewed->accept = accept;
  renewed->language = language;
  renewed->encoding = encoding;
  renewed->leaves_trace = leaves_trace;
  renewed->given.store(given.load(std::memory_order_relaxed), std::memory_order_relaxed);
  renewed->full = full;  // the body is shared
  renewed->not_modified = not_modified;
  return renewed;
}

std::size_t ResponseCache::Entry::bytes() const {
  std::size_t sum =
      sizeof(Entry) + whose.size() + target.size() + host.size() + accept.size() + language.size() + encoding.size() + full.size();
  for (const Header& header : full.headers) { sum += 2 * (sizeof header + header.name.size() + header.value.size()); }
  return sum;
}

void ResponseCache::Shard::drop(std::list<EntryPtr>::iterator entry) {
  bytes -= (*entry)->bytes();
  by_hash.erase((*entry)->hash);
  entries.erase(entry);
}

/// Where the value of a field goes; null for a field that shapes no answer.
std::string_view* ResponseCache::slot_for(std::string_view name, Key& key, std::string_view& if_none_match) {
  const auto is = [&](std::string_view known) { return equals_ignoring_case(name, known); };
  switch (name.size()) {
    case 4: return is("Host") ? &key.host : nullptr;
    case 6: return is("Accept") ? &key.accept : nullptr;
    case 13: return is("If-None-Match") ? &if_none_match : nullptr;
    case 15: return is("Accept-Language") ? &key.language : is("Accept-Encoding") ? &key.encoding : nullptr;
    default: return nullptr;
  }
}

bool ResponseCache::read_key(const Request& request, std::string_view whose, Key& key, std::string_view& if_none_match) {
  if (request.method != "GET" || !request.body.empty()) { return false; }
  key.whose = whose;
  key.target = request.target;
  for (const Header& header : request.headers) {
    std::string_view* slot = slot_for(header.name, key, if_none_match);
    if (slot != nullptr && !take(*slot, header.value)) { return false; }
    if (slot == nullptr && equals_ignoring_case(header.name, "Range")) { return false; }
  }
  return true;
}

template <class Use>
bool ResponseCache::look_up(const Request& request, std::string_view whose, Response& response, const Use& use) {
  Key key;
  std::string_view if_none_match;
  if (!read_key(request, whose, key, if_none_match)) { return false; }
  const std::uint64_t hash = key.hash();
  Shard& shard = shard_of(hash);
  EntryPtr entry;
  {
    const std::lock_guard lock(shard.mutex);
    const auto found = shard.by_hash.find(hash);
    if (found == shard.by_hash.end() || !(*found->second)->is_for(key) || !use(*found->second)) { return false; }
    shard.entries.splice(shard.entries.begin(), shard.entries, found->second);
    entry = *found->second;
  }
  const std::string* etag = entry->not_modified.header("ETag");
  const bool held = !if_none_match.empty() && etag != nullptr && etag_matches(if_none_match, *etag);
  // That it holds still is always said: only bodies would be better for another coding.
  if (!held && !entry->may_be_given()) { return false; }
  response = held ? entry->not_modified : entry->full;
  return true;
}

bool ResponseCache::find(const Request& request, std::string_view whose, std::uint64_t stamp, Response& response, bool traceless) {
  return look_up(request, whose, response,
                 [&](const EntryPtr& entry) { return entry->stamp == stamp && !(traceless && entry->leaves_trace); });
}

bool ResponseCache::revive(const Request& request, std::string_view whose, std::uint64_t stamp, std::string_view etag, Response& response) {
  return look_up(request, whose, response, [&](EntryPtr& entry) {
    const std::string* kept = entry->full.header("ETag");
    if (kept == nullptr || !etag_matches(*kept, etag)) { return false; }
    entry = entry->at(stamp);
    return true;
  });
}

bool ResponseCache::is_asked_often(const Request& request, std::string_view whose) {
  Key key;
  std::string_view if_none_match;
  if (!read_key(request, whose, key, if_none_match)) { return false; }
  const std::uint64_t hash = key.hash();
  Shard& shard = shard_of(hash);
  const std::lock_guard lock(shard.mutex);
  const auto found = shard.by_hash.find(hash);
  if (found == shard.by_hash.end() || !(*found->second)->is_for(key)) { return false; }
  const Entry& entry = **found->second;
  return !entry.is_hasty() || entry.given.load(std::memory_order_relaxed) >= hasty_answers;
}

void ResponseCache::keep(const Request& request, std::string_view whose, std::uint64_t stamp, const Response& response, bool is_public) {
  Key key;
  std::string_view if_none_match;
  const bool is_whole = response.status == 200 || (response.status == 204 && response.header("ETag") != nullptr);
  if (!is_whole || response.close || response.part.file || response.size() > max_body_bytes) { return; }
  if (!read_key(request, whose, key, if_none_match)) { return; }
  auto entry = std::make_shared<Entry>();
  entry->hash = key.hash();
  entry->stamp = stamp;
  entry->whose = key.whose;
  entry->leaves_trace = response.rows > 0 && !is_public;
  entry->target = key.target;
  entry->host = key.host;
  entry->accept = key.accept;
  entry->language = key.language;
  entry->encoding = key.encoding;
  entry->full = response;
  // Whoever wrote the body may have taken far more memory than it fills; its bytes alone are counted below.
  if (response.body && response.body->capacity() > response.body->size() + response.body->size() / 8) {
    entry->full.body = std::make_shared<const std::string>(*response.body);
  }
  entry->not_modified = not_modified_form(response);
  const std::size_t bytes = entry->bytes();
  if (bytes > m_shard_bytes) { return; }
  Shard& shard = shard_of(entry->hash);
  const std::lock_guard lock(shard.mutex);
  if (const auto old = shard.by_hash.find(entry->hash); old != shard.by_hash.end()) { shard.drop(old->second); }
  while (shard.bytes + bytes > m_shard_bytes) { shard.drop(std::prev(shard.entries.end())); }
  const std::uint64_t hash = entry->hash;
  shard.entries.push_front(std::move(entry));
  shard.by_hash[hash] = shard.entries.begin();
  shard.bytes += bytes;
}

}  // namespace api
