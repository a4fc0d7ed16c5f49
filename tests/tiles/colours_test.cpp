// SPDX-License-Identifier: Apache-2.0
// Every built-in collection has a colour of its own, which people with any usual kind of colour vision tell from the others and from paper.
#include "geo/look/cell_look.hpp"
#include "geo/look/look.hpp"
#include "store/memory/memory_store.hpp"
#include "tiles/documents.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

namespace {

using Triple = std::array<double, 3>;
using Matrix = std::array<Triple, 3>;

/// Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB: how protanopes and deuteranopes see.
constexpr std::array<std::pair<const char*, Matrix>, 3> eyes{{
    {"usual", {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}}},
    {"protanopia", {{{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}}},
    {"deuteranopia", {{{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}}},
}};

Triple times(const Matrix& m, const Triple& v) {
  Triple out{};
  for (std::size_t i = 0; i < 3; ++i) { out[i] = m[i][0] * v[0] + m[i][1] * v[1] + m[i][2] * v[2]; }
  return out;
}

Triple linear(const std::string& colour) {
  Triple out{};
  for (std::size_t i = 0; i < 3; ++i) {
    const double share = std::stoi(colour.substr(1 + 2 * i, 2), nullptr, 16) / 255.0;
    out[i] = share <= 0.04045 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4);
  }
  return out;
}

/// CIE L*a*b*, D65.
Triple lab(const Triple& rgb) {
  const Triple xyz =
      times({{{0.4124564, 0.3575761, 0.1804375}, {0.2126729, 0.7151522, 0.0721750}, {0.0193339, 0.1191920, 0.9503041}}}, rgb);
  const auto f = [](double t) { return t > 0.008856 ? std::cbrt(t) : 7.787 * t + 16.0 / 116; };
  const double x = f(xyz[0] / 0.95047);
  const double y = f(xyz[1]);
  const double z = f(xyz[2] / 1.08883);
  return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

double difference(const std::string& a, const std::string& b, const Matrix& eye) {
  const auto seen = [&](const std::string& colour) {
    Triple rgb = times(eye, linear(colour));
    for (double& v : rgb) { v = std::clamp(v, 0.0, 1.0); }
    return lab(rgb);
  };
  const Triple p = seen(a);
  const Triple q = seen(b);
  return std::hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
}

std::string colour_of(store::MemoryStore& store, const std::string& collection) {
  const std::string style = tiles::style(*store.view(collection, geo::role_named("protection")), {"http://x/{z}/{y}/{x}"});
  const std::size_t at = style.find("-color\":\"#");
  return at == std::string::npos ? "" : style.substr(at + 9, 7);
}

TEST(Colours, DifferForEveryEye) {
  constexpr double clearly = 20;  // a difference of 2.3 is just noticed side by side
  store::MemoryStore store{"0123456789abcdef", [] { return geo::TimeMs{0}; }};
  std::vector<std::pair<std::string, std::string>> colours{{"paper", "#FFFFFF"}};
  for (const geo::Collection& c : store.catalog().collections) { colours.emplace_back(c.id, colour_of(store, c.id)); }
  ASSERT_EQ(colours.size(), 13U);
  for (std::size_t i = 0; i < colours.size(); ++i) {
    ASSERT_EQ(colours[i].second.size(), 7U) << colours[i].first;
    for (std::size_t j = 0; j < i; ++j) {
      for (const auto& [name, eye] : eyes) {
        EXPECT_GT(difference(colours[i].second, colours[j].second, eye), clearly)
            << colours[i].first << ", " << colours[j].first << ": " << name;
      }
    }
  }
}

std::string over_paper(std::string_view colour, double opacity) {
  std::string mixed = "#";
  for (std::size_t i = 0; i < 3; ++i) {
    const int own = std::stoi(std::string(colour.substr(1 + 2 * i, 2)), nullptr, 16);
    mixed += fmt::format("{:02X}", static_cast<int>(std::lround(own * opacity + 255 * (1 - opacity))));
  }
  return mixed;
}

/// Classes of cells are read without colours too: each is clearly darker than the one before, the first than paper, as thin as the map page
/// lays them on it.
TEST(Colours, OfCellsDarkenClassByClassForEveryEye) {
  for (const auto& [name, eye] : eyes) {
    std::string last = "#FFFFFF";
    for (std::size_t i = 0; i < geo::most_cell_classes; ++i) {
      const std::string colour = over_paper(geo::cell_colour(i, geo::most_cell_classes), 0.8);
      EXPECT_GT(lab(linear(last))[0] - lab(linear(colour))[0], 10) << i;
      EXPECT_GT(difference(last, colour, eye), 12) << i << ' ' << name;
      last = colour;
    }
  }
  for (std::size_t classes = 1; classes <= geo::most_cell_classes; ++classes) {
    for (std::size_t i = 1; i < classes; ++i) { EXPECT_NE(geo::cell_colour(i, classes), geo::cell_colour(i - 1, classes)); }
  }
}

/// Codes of one list stand beside each other on a map.
TEST(Colours, OfCodesDifferForEveryEye) {
  const geo::Catalog& catalog = geo::builtin_catalog();
  const geo::Collection& sites = *catalog.collection("sites");
  const geo::Look look = geo::look_by_codes(sites, *sites.field("site_type"), *catalog.code_list("site_type"));
  ASSERT_EQ(look.classes.size(), 9U);
  for (std::size_t i = 0; i < look.classes.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      for (const auto& [name, eye] : eyes) {
        EXPECT_GT(difference(look.classes[i].colour, look.classes[j].colour, eye), 20)
            << look.classes[i].part << ' ' << look.classes[j].part << ' ' << name;
      }
    }
  }
}

/// Steps of a density are told apart in grey, and so by every eye.
TEST(Colours, OfDensitiesDarkenStepByStep) {
  geo::Collection density;
  density.result.emplace().method = "kde";
  density.fields = {{"level", geo::FieldType::integer, {"Level", "Nível"}}};
  const geo::Look look = geo::look_of(density);
  ASSERT_EQ(look.classes.size(), 9U);
  for (const auto& [name, eye] : eyes) {
    for (std::size_t i = 1; i < look.classes.size(); ++i) {
      const auto lightness = [&, &sees = eye](std::size_t step) {
        Triple rgb = times(sees, linear(look.classes[step].colour));
        for (double& v : rgb) { v = std::clamp(v, 0.0, 1.0); }
        return lab(rgb)[0];
      };
      EXPECT_GT(lightness(i - 1) - lightness(i), 2.3) << name << ' ' << i;
    }
  }
}

}  // namespace
