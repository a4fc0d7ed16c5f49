// SPDX-License-Identifier: Apache-2.0
#include "importers/reference/gazetteer.hpp"

#include "importers/mapping/suggest.hpp"
#include "tests/importers/reference_support.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace {

using importers::AdminAreas;
using importers::Gazetteer;
using importers::PlaceMatch;
using importers::Stated;

class GazetteerTest : public ::testing::Test {
 protected:
  std::string find(const char* name, const Stated& stated = {}) {
    const PlaceMatch match = places.find(name, stated, [](const importers::Place&) { return true; });
    if (match.candidates.empty()) { return "none"; }
    if (match.candidates.size() > 1) { return std::to_string(match.candidates.size()) + " candidates"; }
    return match.candidates[0]->name + (match.exact ? "" : "~");
  }
  Stated in(const char* district) {
    Stated stated;
    stated.areas[2] = areas.by_code(2, district);
    return stated;
  }

  AdminAreas areas{importers_tests::test_areas()};
  Gazetteer places{importers_tests::test_places(), areas};
};

TEST_F(GazetteerTest, ByNameAloneOrInItsDistrict) {
  EXPECT_EQ(find("Nune"), "Nune");
  EXPECT_EQ(find("  NUNE "), "Nune");
  EXPECT_EQ(find("Nunhe"), "Nune") << "another name of it";
  EXPECT_EQ(find("Assane"), "2 candidates");
  EXPECT_EQ(find("Assane", in("MZ0101")), "Assane");
  EXPECT_EQ(find("Assane", in("MZ0104")), "none");
  EXPECT_EQ(find("Bairro Xpto 99"), "none");
  EXPECT_EQ(find(""), "none");
  EXPECT_EQ(find(std::string(5000, 'a').c_str()), "none");
}

TEST_F(GazetteerTest, TheSamePlaceTwiceIsOne) { EXPECT_EQ(find("Rio Branco"), "Rio Branco"); }

TEST_F(GazetteerTest, OneLetterOff) {
  EXPECT_EQ(find("Tchaaa"), "Tchaa~") << "one more";
  EXPECT_EQ(find("Thcaa"), "Tchaa~") << "exchanged";
  EXPECT_EQ(find("Mueba"), "Mueda~");
  EXPECT_EQ(find("Nun"), "none") << "too short to be sure";
  EXPECT_EQ(find("Litinga"), "2 candidates") << "Litingo and Litinge";
  EXPECT_EQ(find("Litingo"), "Litingo") << "the very name wins";
  EXPECT_EQ(find("Tchaaaa"), "none") << "two letters";
}

TEST_F(GazetteerTest, ByTheNamesOfItsSourceWhereThereAreNoAreas) {
  const Gazetteer alone(importers_tests::test_places(), AdminAreas());
  Stated stated;
  stated.names[2] = "ancuabe";
  const auto any = [](const importers::Place&) { return true; };
  EXPECT_EQ(alone.find("Assane", stated, any).candidates.size(), 1U);
  stated.names[2] = "ibo";
  EXPECT_EQ(alone.find("Assane", stated, any).candidates.size(), 0U);
  stated.codes[2] = "MZ01008";
  ASSERT_EQ(alone.find("Assane", stated, any).candidates.size(), 1U);
  EXPECT_EQ(alone.find("Assane", stated, any).candidates[0]->at.lon, 39.75);
}

TEST_F(GazetteerTest, OnlyPlacesThatFit) {
  const auto north = [](const importers::Place& p) { return p.at.lat > -13; };
  ASSERT_EQ(places.find("Assane", {}, north).candidates.size(), 1U);
}

TEST_F(GazetteerTest, CodesOfAnotherVersion) {
  const auto code = [&](const char* old) {
    const int area = places.area_of_old_code(2, old);
    return area < 0 ? std::string() : areas[area].pcode;
  };
  EXPECT_EQ(code("MZ01007"), "MZ0101");
  EXPECT_EQ(code("MZ01008"), "MZ0102") << "which is not MZ0108, as stripping a zero would have it";
  EXPECT_EQ(code("MZ01009"), "") << "most of its places lie in a district of another name";
  EXPECT_EQ(code("MZ0104"), "") << "a code of this version needs no translation";
  EXPECT_EQ(code("MZ99999"), "");
}

TEST(OneLetterOff, AgreesWithTheTableOfDistances) {
  std::mt19937 random(4);
  std::uniform_int_distribution<int> letter(0, 2);
  std::uniform_int_distribution<int> length(0, 6);
  const auto word = [&] {
    std::string text;
    for (int i = length(random); i > 0; --i) { text += static_cast<char>('a' + letter(random)); }
    return text;
  };
  int near = 0;
  for (int round = 0; round < 50'000; ++round) {
    const std::string a = word();
    const std::string b = word();
    const bool truth = importers::edit_distance(a, b) <= 1;
    EXPECT_EQ(importers::is_one_letter_off(a, b), truth) << a << ' ' << b;
    near += truth ? 1 : 0;
  }
  EXPECT_GT(near, 500);
}

/// The look-up by hashes of shortened names against a look at every name.
TEST(GazetteerOracle, FindsWhatALookAtEveryNameFinds) {
  std::mt19937 random(9);
  std::uniform_int_distribution<int> letter(0, 3);
  const auto word = [&](int letters) {
    std::string text;
    for (int i = 0; i < letters; ++i) { text += static_cast<char>('a' + letter(random)); }
    return text;
  };
  std::vector<importers::PlaceRow> rows;
  for (int i = 0; i < 300; ++i) {
    importers::PlaceRow row;
    row.name = word(5 + i % 3);
    row.at = {30 + i * 0.1, -10};  // no two closer than 2 km
    rows.push_back(row);
  }
  const Gazetteer places(rows, AdminAreas());
  for (int round = 0; round < 500; ++round) {
    const std::string wanted = word(5 + round % 3);
    std::size_t exact = 0;
    std::size_t near = 0;
    for (const importers::PlaceRow& row : rows) {
      exact += row.name == wanted ? 1 : 0;
      near += importers::edit_distance(row.name, wanted) <= 1 ? 1 : 0;
    }
    const PlaceMatch match = places.find(wanted, {}, [](const importers::Place&) { return true; });
    const std::size_t truth = exact > 0 ? exact : near;
    EXPECT_EQ(match.candidates.size(), std::min<std::size_t>(truth, 20)) << wanted;
  }
}

}  // namespace
