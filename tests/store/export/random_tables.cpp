// SPDX-License-Identifier: Apache-2.0
#include "tests/store/export/random_tables.hpp"

#include <fmt/format.h>

namespace store_test {

geo::Collection RandomTables::collection() {
  using geo::FieldType;
  using geo::GeometryType;
  static const std::vector<GeometryType> geometries{GeometryType::none, GeometryType::point, GeometryType::line, GeometryType::polygon,
                                                    GeometryType::any};
  static const std::vector<FieldType> types{FieldType::boolean, FieldType::integer, FieldType::real, FieldType::text,
                                            FieldType::code,    FieldType::date,    FieldType::time, FieldType::json};
  geo::Collection c;
  c.id = fmt::format("table{}", ++m_count);
  c.title = {"Table", m_random.chance(50) ? "Tabela" : "Tábua \"<&>'"};
  c.description = {"It's \"random\"", "É aleatória"};
  c.geometry = m_random.one_of(geometries);
  c.default_confidentiality = static_cast<geo::Confidentiality>(m_random.below(3));
  for (std::size_t i = m_random.below(12); i > 0; --i) {
    geo::Field f;
    f.name = fmt::format("f{}", i);
    f.type = m_random.one_of(types);
    f.title = {m_random.chance(30) ? "The same" : "Field <" + f.name + ">", "Campo & \"aspas\""};
    f.unit = m_random.chance(20) ? "m" : "";
    f.confidentiality = static_cast<geo::Confidentiality>(m_random.below(3) * m_random.below(2));
    if (f.type == FieldType::code) { f.code_list = m_random.chance(50) ? "iccs" : "site_type"; }
    f.hot = m_random.chance(70) || f.code_list == "iccs";  // that one decides who sees the row
    c.fields.push_back(f);
  }
  return c;
}

std::shared_ptr<const geo::View> RandomTables::next() {
  const geo::Collection wanted = collection();
  m_store.add_collection(wanted);
  const geo::Collection made = *m_store.catalog().collection(wanted.id);
  std::vector<geo::Edit> edits;
  for (std::size_t n = m_random.chance(15) ? 0 : m_random.below(60); n > 0; --n) { edits.push_back({0, false, m_random.row(made)}); }
  geo::BatchInfo info;
  info.collection = made.id;
  info.kind = "edit";
  if (!edits.empty()) { m_store.edit(info, edits); }
  return m_store.view(made.id, m_random.role());
}

std::vector<geo::Feature> all_features(const geo::View& view, const geo::Filter& filter) {
  geo::Query query;
  query.filter = filter;
  query.limit = 1'000'000;
  const geo::Page page = view.find(query);
  std::vector<geo::Feature> features;
  for (std::size_t i = 0; i < page.batch.rows; ++i) { features.push_back(geo::feature_at(page.batch, i)); }
  return features;
}

}  // namespace store_test
