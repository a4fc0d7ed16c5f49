// SPDX-License-Identifier: Apache-2.0
#include "tests/api/fixed_store.hpp"

#include "store/memory/memory_view.hpp"

namespace api_tests {
namespace {

[[noreturn]] void refuse_writing() { throw geo::Error(geo::Problem::unsupported, "this store cannot be written to", "só de leitura"); }

}  // namespace

void FixedStore::put(const geo::Collection& collection, std::vector<geo::Feature> rows) {
  m_catalog.collections.push_back(collection);
  m_rows[collection.id] = std::move(rows);
}

std::shared_ptr<const geo::View> FixedStore::view(const std::string& collection, const geo::Role& role) {
  const geo::Collection* full = m_catalog.collection(collection);
  if (full == nullptr || m_hidden.contains(collection)) {
    throw geo::Error(geo::Problem::not_found, "no collection " + collection, "não há colecção " + collection);
  }
  geo::Collection schema = geo::visible_schema(*full, role);
  std::vector<geo::Feature> rows = m_rows[collection];
  for (geo::Feature& feature : rows) {
    std::vector<geo::Value> values;
    for (const geo::Field& field : schema.fields) {
      values.push_back(feature.row.values[static_cast<std::size_t>(full->index_of(field.name))]);
    }
    feature.row.values = std::move(values);
  }
  return store::memory::make_memory_view(std::move(schema), std::move(rows));
}

void FixedStore::add_field(const std::string&, const geo::Field&) { refuse_writing(); }
void FixedStore::add_collection(const geo::Collection&) { refuse_writing(); }
void FixedStore::add_result(const geo::Collection&, const std::vector<geo::Row>&) { refuse_writing(); }
void FixedStore::keep_result(const std::string&, std::optional<geo::TimeMs>) { refuse_writing(); }
void FixedStore::remove_result(const std::string&) { refuse_writing(); }
std::unique_ptr<geo::BatchWriter> FixedStore::begin(const geo::BatchInfo&) { refuse_writing(); }
geo::BatchOutcome FixedStore::edit(const geo::BatchInfo&, const std::vector<geo::Edit>&) { refuse_writing(); }
geo::BatchOutcome FixedStore::undo(geo::BatchId) { refuse_writing(); }

}  // namespace api_tests
