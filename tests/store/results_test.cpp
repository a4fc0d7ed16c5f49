// SPDX-License-Identifier: Apache-2.0
// Results of analyses, in every kind of store.
#include "geo/geometry/wkb.hpp"
#include "tests/store/subjects.hpp"

#include <gtest/gtest.h>

namespace {

using geo::Problem;
using geo::Value;

geo::Collection hexagons(const std::string& id) {
  geo::Collection c;
  c.id = id;
  c.title = {"Hot spots", "Focos"};
  c.geometry = geo::GeometryType::polygon;
  geo::Field z{"z", geo::FieldType::real, {"z", "z"}};
  geo::Field reason{"reason", geo::FieldType::text, {"Reason", "Razão"}};
  reason.hot = false;  // a result keeps nothing on disk alone
  c.fields = {z, reason};
  c.result = geo::Provenance{"gi-star", R"({"width_m":2000})", R"({"used":3})",  {"incidents", "admin_areas"}, "programme", 3, 3,
                             7,         1'700'000'000'000,     1'800'000'000'000};
  return c;
}

geo::Row hexagon(double lon, double z) {
  const geo::Geometry triangle = geo::from_polygons({{{{lon, -12}, {lon + 0.1, -12}, {lon + 0.1, -11.9}, {lon, -12}}}});
  return {triangle, {z, std::string("few")}};
}

const geo::Role& everything() {
  static const geo::Role role = geo::role_named("protection");
  return role;
}
geo::Role visitor() { return geo::Role{"anybody", 0, 0}; }

class Results : public testing::TestWithParam<store_test::NamedFactory> {
 protected:
  Results() : m_subject(GetParam().make([] { return geo::TimeMs{1'700'000'000'000}; })) {}
  store::Store& store() { return m_subject->writer(); }

  Problem problem_of(const std::function<void()>& call) {
    try {
      call();
    } catch (const geo::Error& error) { return error.problem(); }
    ADD_FAILURE() << "nothing was thrown";
    return Problem::failed;
  }
  std::string words_of(const std::function<void()>& call) {
    try {
      call();
    } catch (const geo::Error& error) { return error.text().en; }
    return "nothing was thrown";
  }
  static std::string seen(const geo::View& view) {
    std::string text;
    geo::Query query;
    query.limit = 100;
    const geo::Page page = view.find(query);
    for (std::size_t i = 0; i < page.batch.rows; ++i) {
      const geo::Feature f = geo::feature_at(page.batch, i);
      text += std::to_string(f.fid) + "=" + std::to_string(static_cast<int>(std::get<double>(f.row.values[0]))) +
              std::get<std::string>(f.row.values[1]) + " ";
    }
    return text;
  }

  std::unique_ptr<store_test::Subject> m_subject;
};

TEST_P(Results, AreCollectionsWithAPast) {
  const geo::Rev before = store().info().rev;
  store().add_result(hexagons("r-gi-star-1"), {hexagon(40, 3), hexagon(39, -1)});
  EXPECT_EQ(store().info().rev, before + 1);
  m_subject->reopen();
  const auto view = m_subject->reader().view("r-gi-star-1", everything());
  geo::Collection expected = hexagons("r-gi-star-1");
  expected.builtin = false;
  expected.fields[1].hot = true;
  EXPECT_EQ(view->schema(), expected);
  EXPECT_EQ(seen(*view), "1=3few 2=-1few ");
  EXPECT_EQ(view->count({}), 2U);
  EXPECT_NEAR(view->extent().west, 39, 1e-9);
  EXPECT_TRUE(store().batches().empty());
}

TEST_P(Results, AreUnknownToThoseWhoSeeLess) {
  store().add_result(hexagons("r-gi-star-1"), {hexagon(40, 3)});
  EXPECT_EQ(problem_of([&] { (void)store().view("r-gi-star-1", visitor()); }), Problem::not_found);
  EXPECT_EQ(words_of([&] { (void)store().view("r-gi-star-1", visitor()); }), "there is no collection 'r-gi-star-1'");
  EXPECT_EQ(words_of([&] { (void)store().view("r-gi-star-2", visitor()); }), "there is no collection 'r-gi-star-2'");
  geo::Collection open = hexagons("r-open");
  open.result->row_clearance = open.result->field_clearance = 0;
  store().add_result(open, {hexagon(40, 3)});
  EXPECT_EQ(seen(*store().view("r-open", visitor())), "1=3few ");
  EXPECT_EQ(seen(*store().view("r-open", everything())), "1=3few ");
}

TEST_P(Results, AreRefusedWhenTheyAreNone) {
  geo::Collection plain = hexagons("r-a");
  plain.result.reset();
  EXPECT_EQ(problem_of([&] { store().add_result(plain, {}); }), Problem::usage);
  EXPECT_EQ(problem_of([&] { store().add_result(hexagons("hexagons"), {}); }), Problem::usage);
  EXPECT_EQ(problem_of([&] { store().add_result(hexagons("r-A"), {}); }), Problem::usage);
  EXPECT_EQ(problem_of([&] {
              store().add_result(hexagons("r-a"), {hexagon(40, 1), {geo::Geometry::point({40, -12}), {1.0, std::string()}}});
            }),
            Problem::usage);
  EXPECT_EQ(problem_of([&] { store().add_result(hexagons("r-a"), {{{}, {std::int64_t{1}, {}}}}); }), Problem::usage);
  EXPECT_EQ(problem_of([&] { (void)store().view("r-a", everything()); }), Problem::not_found);
  store().add_result(hexagons("r-a"), {});
  EXPECT_EQ(problem_of([&] { store().add_result(hexagons("r-a"), {}); }), Problem::conflict);
  geo::Collection layer = hexagons("layer");
  store().add_collection(layer);
  EXPECT_FALSE(store().catalog().collection("layer")->result) << "no layer of one's own passes for a result";
}

TEST_P(Results, AreNotWrittenTo) {
  store().add_result(hexagons("r-a"), {hexagon(40, 1)});
  geo::BatchInfo info;
  info.collection = "r-a";
  EXPECT_EQ(problem_of([&] { (void)store().begin(info); }), Problem::usage);
  EXPECT_EQ(problem_of([&] { store().edit(info, {{1, true, {}}}); }), Problem::usage);
  EXPECT_EQ(problem_of([&] { store().add_field("r-a", {"extra_field", geo::FieldType::text, {}}); }), Problem::usage);
}

TEST_P(Results, AreKeptForAsLongAsOneSays) {
  store().add_result(hexagons("r-a"), {hexagon(40, 1)});
  EXPECT_EQ(seen(*m_subject->reader().view("r-a", everything())), "1=1few ");
  store().keep_result("r-a", std::nullopt);
  EXPECT_EQ(m_subject->reader().view("r-a", everything())->schema().result->expires_at, std::nullopt);
  store().keep_result("r-a", 5);
  EXPECT_EQ(m_subject->reader().view("r-a", everything())->schema().result->expires_at, 5);
  EXPECT_EQ(problem_of([&] { store().keep_result("incidents", 5); }), Problem::not_found);
  EXPECT_EQ(problem_of([&] { store().keep_result("r-b", 5); }), Problem::not_found);
}

TEST_P(Results, LeaveNothingBehind) {
  store().add_result(hexagons("r-a"), {hexagon(40, 1), hexagon(41, 2), hexagon(42, 3)});
  store().add_result(hexagons("r-b"), {hexagon(40, 9)});
  const auto held = m_subject->reader().view("r-a", everything());
  store().remove_result("r-a");
  EXPECT_EQ(seen(*held), "1=1few 2=2few 3=3few ") << "who reads it goes on reading";
  EXPECT_EQ(problem_of([&] { (void)m_subject->reader().view("r-a", everything()); }), Problem::not_found);
  EXPECT_EQ(problem_of([&] { store().remove_result("r-a"); }), Problem::not_found);
  EXPECT_EQ(problem_of([&] { store().remove_result("incidents"); }), Problem::not_found);
  // Made anew, shorter, before the reader has looked again.
  store().add_result(hexagons("r-a"), {hexagon(45, 7)});
  EXPECT_EQ(seen(*m_subject->reader().view("r-a", everything())), "1=7few ");
  EXPECT_EQ(seen(*m_subject->reader().view("r-b", everything())), "1=9few ");
  store().remove_result("r-a");
  store().add_result(hexagons("r-a"), {hexagon(46, 8)});
  EXPECT_EQ(seen(*m_subject->reader().view("r-a", everything())), "1=8few ");
  m_subject->reopen();
  EXPECT_EQ(seen(*m_subject->reader().view("r-a", everything())), "1=8few ");
  EXPECT_EQ(store().catalog().collections.back().id, "r-a");
}

INSTANTIATE_TEST_SUITE_P(Stores, Results, testing::ValuesIn(store_test::all_subjects()),
                         [](const auto& parameter) { return parameter.param.name; });

}  // namespace
