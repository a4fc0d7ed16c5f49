// SPDX-License-Identifier: Apache-2.0
// CQL2 as text and as JSON: the same tree, and errors that say where.
#include "geo/cql2/parse.hpp"

#include "geo/base/error.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace {

using geo::Expression;
using geo::cql2::parse_json;
using geo::cql2::parse_text;
using testing::AllOf;
using testing::HasSubstr;

struct Pair {
  const char* text;
  const char* json;
};

class Cql2Pairs : public testing::TestWithParam<Pair> {};

// By hand after OGC 21-065r2, clauses 6 to 8: what one form says the other must.
const std::vector<Pair> pairs{
    {"category = '0401'", R"({"op":"=","args":[{"property":"category"},"0401"]})"},
    {"\"date\" > DATE('2022-04-16')", R"({"op":">","args":[{"property":"date"},{"date":"2022-04-16"}]})"},
    {"a = 1 OR b = 2 AND NOT c = 3",
     R"({"op":"or","args":[{"op":"=","args":[{"property":"a"},1]},{"op":"and","args":[{"op":"=","args":[{"property":"b"},2]},)"
     R"({"op":"not","args":[{"op":"=","args":[{"property":"c"},3]}]}]}]})"},
    {"a=1 and b=2 and c=3", R"({"op":"and","args":[{"op":"=","args":[{"property":"a"},1]},{"op":"=","args":[{"property":"b"},2]},)"
                            R"({"op":"=","args":[{"property":"c"},3]}]})"},
    {"name IS NOT NULL", R"({"op":"not","args":[{"op":"isNull","args":[{"property":"name"}]}]})"},
    {"name NOT LIKE 'O''Neil%'", R"({"op":"not","args":[{"op":"like","args":[{"property":"name"},"O'Neil%"]}]})"},
    {"n BETWEEN -1 AND 2.5", R"({"op":"between","args":[{"property":"n"},-1,2.5]})"},
    {"n not between 1 and 2 and b = true",
     R"({"op":"and","args":[{"op":"not","args":[{"op":"between","args":[{"property":"n"},1,2]}]},{"op":"=","args":[{"property":"b"},true]}]})"},
    {"n IN (1, 2+3)", R"({"op":"in","args":[{"property":"n"},[1,{"op":"+","args":[2,3]}]]})"},
    {"CASEI(name) = casei('Ä')", R"({"op":"=","args":[{"op":"casei","args":[{"property":"name"}]},{"op":"casei","args":["Ä"]}]})"},
    {"(a + b) * 2 > c",
     R"({"op":">","args":[{"op":"*","args":[{"op":"+","args":[{"property":"a"},{"property":"b"}]},2]},{"property":"c"}]})"},
    {"10 - 3 - 2 = 7 div 2 % 4 ^ 2", R"({"op":"=","args":[{"op":"-","args":[{"op":"-","args":[10,3]},2]},)"
                                     R"({"op":"%","args":[{"op":"div","args":[7,2]},{"op":"^","args":[4,2]}]}]})"},
    {"-a < +1", R"({"op":"<","args":[{"op":"*","args":[-1,{"property":"a"}]},1]})"},
    {"S_INTERSECTS(geom, POINT(7.02 49.92))",
     R"({"op":"s_intersects","args":[{"property":"geom"},{"type":"Point","coordinates":[7.02,49.92]}]})"},
    {"s_equals(geom,POINT(-0 0))", R"({"op":"s_equals","args":[{"property":"geom"},{"type":"Point","coordinates":[0,-0.0]}]})"},
    {"s_within(geom,POLYGON((0 0,1 0,1 1,0 0),(0.1 0.1,.2 .1,.2 .2,.1 .1)))",
     R"({"op":"s_within","args":[{"property":"geom"},{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]],)"
     R"([[0.1,0.1],[0.2,0.1],[0.2,0.2],[0.1,0.1]]]}]})"},
    {"S_CROSSES(geom,GEOMETRYCOLLECTION(POINT(1 2),MULTIPOINT((1 2),(3 4)),MULTILINESTRING((1 2,3 4),(5 6,7 8))))",
     R"({"op":"s_crosses","args":[{"property":"geom"},{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]},)"
     R"({"type":"MultiPoint","coordinates":[[1,2],[3,4]]},{"type":"MultiLineString","coordinates":[[[1,2],[3,4]],[[5,6],[7,8]]]}]}]})"},
    {"S_INTERSECTS(geom,BBOX(0,40,10,50))", R"({"op":"s_intersects","args":[{"property":"geom"},{"bbox":[0,40,10,50]}]})"},
    {"S_INTERSECTS(geom,BBOX(170,-10,-5,-170,10,5))",
     R"({"op":"s_intersects","args":[{"property":"geom"},{"bbox":[170,-10,0,-170,10,9]}]})"},
    {"s_equals(geom,MULTIPOLYGON Z (((0 0 1,1 0 1,1 1 1,0 0 1))))",
     R"({"op":"s_equals","args":[{"property":"geom"},{"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[1,1],[0,0]]]]}]})"},
    {"T_STARTEDBY(INTERVAL('2022-04-16T10:13:19Z','..'), INTERVAL(start,\"end\"))",
     R"({"op":"t_startedBy","args":[{"interval":["2022-04-16T10:13:19Z",".."]},{"interval":[{"property":"start"},{"property":"end"}]}]})"},
    {"t_after(start, TIMESTAMP('2022-04-16T12:13:19.5+02:00'))",
     R"({"op":"t_after","args":[{"property":"start"},{"timestamp":"2022-04-16T10:13:19.5Z"}]})"},
    {"A_CONTAINEDBY(tags, ('a', 'b'))", R"({"op":"a_containedBy","args":[{"property":"tags"},["a","b"]]})"},
    {"a_equals((1), ())", R"({"op":"a_equals","args":[[1],[]]})"},
    {"TRUE", "true"},
    {"(a = 1) = false", R"({"op":"=","args":[{"op":"=","args":[{"property":"a"},1]},false]})"},
    {"\"o \"\"meio\"\"\" = 1e3", R"({"op":"=","args":[{"property":"o \"meio\""},1000.0]})"},
};

TEST_P(Cql2Pairs, AreOneTreeAndWriteThemselvesAgain) {
  const Expression text = parse_text(GetParam().text);
  const Expression json = parse_json(GetParam().json);
  EXPECT_EQ(text, json) << geo::cql2::to_json(text) << "\n" << geo::cql2::to_json(json);
  EXPECT_EQ(parse_text(geo::cql2::to_text(json)), json) << geo::cql2::to_text(json);
  EXPECT_EQ(parse_json(geo::cql2::to_json(text)), text) << geo::cql2::to_json(text);
}

INSTANTIATE_TEST_SUITE_P(Standard, Cql2Pairs, testing::ValuesIn(pairs), [](const auto& param) { return std::to_string(param.index); });

geo::Text refusal(const std::string& filter, bool json = false) {
  try {
    json ? parse_json(filter) : parse_text(filter);
  } catch (const geo::Error& error) { return error.text(); }
  return {};
}

TEST(Cql2Refusals, SayWhereAndWhatWouldBeRight) {
  EXPECT_EQ(refusal("a = ").en, "at character 5: the filter ends where a property, a value, a function or '(' should stand");
  EXPECT_EQ(refusal("ção = 'x").en, "at character 7: a quote (') opens and is never closed");
  EXPECT_EQ(refusal("ção = 'x").pt, "no carácter 7: uma aspa (') abre e nunca fecha");
  EXPECT_EQ(refusal("a = 1 b = 2").en, "at character 7: \"b\" stands where an operator or the end should stand");
  EXPECT_EQ(refusal("upper(a) = 'X'").en, "at character 1: there is no function 'upper'");
  EXPECT_EQ(refusal("a == 1").en, "at character 4: \"=\" stands where a property, a value, a function or '(' should stand");
  EXPECT_THAT(refusal("a NOT 3").en, HasSubstr("LIKE, BETWEEN or IN"));
  EXPECT_THAT(refusal("a IS 3").en, HasSubstr("NULL should stand"));
  EXPECT_THAT(refusal("d > DATE('2023-02-29')").en, AllOf(HasSubstr("at character 10"), HasSubstr("DATE('2024-05-31')")));
  EXPECT_THAT(refusal("t_after(INTERVAL('today','..'), x)").en, HasSubstr("at character 18"));
  EXPECT_THAT(refusal("s_intersects(geom, POLYGON((0 0,1 1,0 0)))").en, HasSubstr("a ring of four vertices or more"));
  EXPECT_THAT(refusal("s_intersects(geom, POINT(NaN 1))").en, HasSubstr("a number should stand"));
  EXPECT_THAT(refusal("s_intersects(geom, POINT(1e999 1))").en, HasSubstr("a number should stand"));
  EXPECT_THAT(refusal("s_intersects(geom)").en, HasSubstr("s_intersects takes 2 operands"));
  EXPECT_THAT(refusal("a = 1; DROP TABLE x").en, HasSubstr("at character 6"));
  EXPECT_THAT(refusal("a = 99999e99999").en, HasSubstr("at character 5"));
  EXPECT_THAT(refusal("\"\" = 1").en, HasSubstr("a name is empty"));
  EXPECT_THAT(refusal("a = '\xff'").en, HasSubstr("UTF-8"));
  EXPECT_THAT(refusal("").en, HasSubstr("at character 1: the filter ends"));
}

TEST(Cql2Refusals, OfJsonNameTheMember) {
  EXPECT_EQ(refusal("{", true).en, "at /: it is not well-formed JSON");
  EXPECT_THAT(refusal(R"({"op":"=","args":[{"property":"a"},519663247093576433664]})", true).en, HasSubstr("more than 19 digits"));
  EXPECT_EQ(refusal(R"({"op":"upper","args":[]})", true).en, "at /op: there is no operator 'upper'");
  EXPECT_EQ(refusal(R"({"op":"and","args":[true]})", true).en, "at /args: 'and' takes 2 operands");
  EXPECT_EQ(refusal(R"({"op":"=","args":[1,{"op":"<","args":[2,null]}]})", true).en,
            "at /args/1/args/1: null has no meaning here; to ask for what is missing: isNull");
  EXPECT_THAT(refusal(R"({"op":"in","args":[{"property":"a"},1]})", true).en, HasSubstr("at /args/1: a list should stand here"));
  EXPECT_THAT(refusal(R"({"date":"yesterday"})", true).en, HasSubstr("at /date: write it like 2024-05-31"));
  EXPECT_THAT(refusal(R"({"interval":["2022-01-01"]})", true).en, HasSubstr("two ends"));
  EXPECT_THAT(refusal(R"({"interval":[1,2]})", true).en, HasSubstr("an instant or a property"));
  EXPECT_THAT(refusal(R"({"bbox":[1,2,3]})", true).en, HasSubstr("four numbers"));
  EXPECT_THAT(refusal(R"({"type":"Point","coordinates":["1",2]})", true).en, HasSubstr("no GeoJSON geometry"));
  EXPECT_THAT(refusal(R"({"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[2,2]]]})", true).en, HasSubstr("no GeoJSON geometry"));
  EXPECT_THAT(refusal("[1]", true).en, HasSubstr("a list has no meaning here"));
  EXPECT_THAT(refusal(R"({"args":[]})", true).en, HasSubstr("has none of op"));
  EXPECT_THAT(refusal(R"({"op":"interval","args":[1,2]})", true).en, HasSubstr("no operator"));
}

std::string repeated(const std::string& piece, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) { all += piece; }
  return all;
}

geo::Problem problem_of(const std::string& filter, bool json) {
  try {
    json ? parse_json(filter) : parse_text(filter);
  } catch (const geo::Error& error) { return error.problem(); }
  return geo::Problem::failed;
}

TEST(Cql2Limits, HoldForWhatIsBuiltToHurt) {
  constexpr int many = 20'000;
  const auto too_large = geo::Problem::too_large;
  EXPECT_EQ(problem_of(repeated("(", many), false), too_large);
  EXPECT_EQ(problem_of(repeated("NOT ", many) + "TRUE", false), too_large);
  EXPECT_EQ(problem_of("a = " + repeated("-", many) + "b", false), too_large);
  EXPECT_EQ(problem_of("a = 1" + repeated("+1", many), false), too_large);
  EXPECT_EQ(problem_of(repeated("casei(", many), false), too_large);
  EXPECT_EQ(problem_of("a IN (1" + repeated(",1", many) + ")", false), too_large);
  EXPECT_EQ(problem_of("s_within(g, LINESTRING(1 1" + repeated(",1 1", 100'000) + "))", false), too_large);
  EXPECT_EQ(problem_of(std::string((std::size_t{1} << 20U) + 1, ' '), false), too_large);
  EXPECT_EQ(problem_of(repeated(R"({"op":"not","args":[)", many) + "true" + repeated("]}", many), true), too_large);
  EXPECT_EQ(problem_of(repeated("[", many) + repeated("]", many), true), too_large);
  EXPECT_EQ(problem_of(R"({"op":"in","args":[1,[1)" + repeated(",1", many) + "]]}", true), too_large);
  // What people write is far within: a thousand alternatives are one level.
  EXPECT_NO_THROW(parse_text("a = 1" + repeated(" OR a = 2", 1000)));
}

}  // namespace
