// SPDX-License-Identifier: Apache-2.0
#include "tests/store/export/gdal_reader.hpp"

#include "geo/base/time.hpp"

#include <cpl_minixml.h>
#include <gdal_priv.h>
#include <gtest/gtest.h>
#include <ogrsf_frmts.h>

#include <cmath>
#include <memory>

namespace store_test {
namespace {

void complain(CPLErr severity, CPLErrorNum, const char* words) {
  if (severity >= CE_Warning) { ADD_FAILURE() << "GDAL: " << words; }
}

/// While it lives, GDAL's words fail the test.
struct Strict {
  Strict() { CPLPushErrorHandler(complain); }
  ~Strict() { CPLPopErrorHandler(); }
  Strict(const Strict&) = delete;
  Strict& operator=(const Strict&) = delete;
};

std::unique_ptr<GDALDataset, void (*)(GDALDataset*)> open(const std::string& file, unsigned flags) {
  RegisterOGRGeoPackage();
  RegisterOGRFlatGeobuf();
  GDALDataset* dataset = GDALDataset::Open(file.c_str(), GDAL_OF_VECTOR | GDAL_OF_VERBOSE_ERROR | flags);
  EXPECT_NE(dataset, nullptr) << file;
  return {dataset, [](GDALDataset* d) { GDALClose(d); }};
}

geo::Value moment(OGRFeature& feature, int i, bool with_time) {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, zone = 0;
  float second = 0;
  feature.GetFieldAsDateTime(i, &year, &month, &day, &hour, &minute, &second, &zone);
  const std::int64_t days = *geo::day_number({year, month, day});
  if (!with_time) { return days; }
  EXPECT_TRUE(zone == 100 || (zone == 0 && hour == 0 && minute == 0 && second == 0)) << "UTC, or a day";
  return days * 86'400'000 + hour * 3'600'000 + minute * 60'000 + std::llround(static_cast<double>(second) * 1000);
}

geo::Value value_of(OGRFeature& feature, int i) {
  if (!feature.IsFieldSetAndNotNull(i)) { return {}; }
  const OGRFieldDefn& field = *feature.GetFieldDefnRef(i);
  switch (field.GetType()) {
    case OFTInteger: return feature.GetFieldAsInteger(i) != 0;
    case OFTInteger64: return std::int64_t{feature.GetFieldAsInteger64(i)};
    case OFTReal: return feature.GetFieldAsDouble(i);
    case OFTDate: return moment(feature, i, false);
    case OFTDateTime: return moment(feature, i, true);
    default: return std::string(feature.GetFieldAsString(i));
  }
}

geo::Geometry geometry_of(const OGRFeature& feature) {
  const OGRGeometry* geometry = feature.GetGeometryRef();
  if (geometry == nullptr) { return {}; }
  std::vector<unsigned char> wkb(geometry->WkbSize());
  EXPECT_EQ(geometry->exportToWkb(wkbNDR, wkb.data(), wkbVariantIso), OGRERR_NONE);
  return geo::Geometry::from_wkb(std::string(wkb.begin(), wkb.end()));
}

ReadLayer read_layer(OGRLayer& layer) {
  ReadLayer read;
  read.name = layer.GetName();
  read.geometry = OGRGeometryTypeToName(layer.GetGeomType());
  if (const OGRSpatialReference* crs = layer.GetSpatialRef()) {
    read.crs = std::string(crs->GetAuthorityName(nullptr)) + ":" + crs->GetAuthorityCode(nullptr);
  }
  const auto item = [&](const char* name) {
    const char* text = layer.GetMetadataItem(name);
    return std::string(text == nullptr ? "" : text);
  };
  read.title = item("IDENTIFIER");
  read.description = item("DESCRIPTION");
  const OGRFeatureDefn& defined = *layer.GetLayerDefn();
  for (int i = 0; i < defined.GetFieldCount(); ++i) {
    const OGRFieldDefn& f = *defined.GetFieldDefn(i);
    std::string type = OGRFieldDefn::GetFieldTypeName(f.GetType());
    if (f.GetSubType() != OFSTNone) { type += std::string("(") + OGRFieldDefn::GetFieldSubTypeName(f.GetSubType()) + ")"; }
    read.fields.push_back({f.GetNameRef(), type, f.GetDomainName()});
  }
  for (const auto& feature : layer) {
    geo::Feature f;
    f.fid = feature->GetFID();
    f.row.geometry = geometry_of(*feature);
    for (int i = 0; i < defined.GetFieldCount(); ++i) { f.row.values.push_back(value_of(*feature, i)); }
    read.features.push_back(std::move(f));
  }
  EXPECT_EQ(static_cast<std::size_t>(layer.GetFeatureCount()), read.features.size());
  return read;
}

void read_domains(const GDALDataset& dataset, ReadPackage& package) {
  for (const std::string& name : dataset.GetFieldDomainNames()) {
    const OGRFieldDomain* domain = dataset.GetFieldDomain(name);
    if (domain == nullptr || domain->GetDomainType() != OFDT_CODED) {
      ADD_FAILURE() << name;
      continue;
    }
    for (const OGRCodedValue* v = dynamic_cast<const OGRCodedFieldDomain*>(domain)->GetEnumeration(); v->pszCode != nullptr; ++v) {
      package.domains[name][v->pszCode] = v->pszValue == nullptr ? "" : v->pszValue;
    }
  }
}

}  // namespace

ReadPackage read_geopackage(const std::string& file) {
  const Strict strict;
  ReadPackage package;
  const auto dataset = open(file, GDAL_OF_READONLY);
  if (!dataset) { return package; }
  for (OGRLayer* layer : dataset->GetLayers()) {
    if (std::string(layer->GetName()) != "layer_styles") {
      package.layers.push_back(read_layer(*layer));
      continue;
    }
    for (const auto& style : *layer) {
      if (style->GetFieldAsInteger("useAsDefault") == 1) {
        package.styles[style->GetFieldAsString("f_table_name")] = style->GetFieldAsString("styleQML");
      }
    }
  }
  for (char** item = dataset->GetMetadata(); item != nullptr && *item != nullptr; ++item) {
    const std::string text = *item;
    package.metadata[text.substr(0, text.find('='))] = text.substr(text.find('=') + 1);
  }
  read_domains(*dataset, package);
  return package;
}

ReadLayer read_flatgeobuf(const std::string& file) {
  const Strict strict;
  const auto dataset = open(file, GDAL_OF_READONLY);
  if (!dataset) { return {}; }
  EXPECT_EQ(dataset->GetLayerCount(), 1);
  return read_layer(*dataset->GetLayer(0));
}

std::string read_points(const std::string& file, std::vector<std::array<double, 2>>& points) {
  const Strict strict;
  const auto dataset = open(file, GDAL_OF_READONLY);
  OGRLayer* layer = dataset->GetLayer(0);
  for (const auto& feature : *layer) {
    const OGRGeometry* geometry = feature->GetGeometryRef();
    if (geometry != nullptr) { points.push_back({geometry->toPoint()->getX(), geometry->toPoint()->getY()}); }
  }
  const OGRSpatialReference* crs = layer->GetSpatialRef();
  return crs == nullptr ? "none" : std::string(crs->GetAuthorityName(nullptr)) + ":" + crs->GetAuthorityCode(nullptr);
}

std::vector<geo::Fid> fids_in_box(const std::string& file, const std::string& layer, const geo::BBox& box) {
  const Strict strict;
  const auto dataset = open(file, GDAL_OF_READONLY);
  OGRLayer* found = dataset->GetLayerByName(layer.c_str());
  EXPECT_TRUE(found->TestCapability(OLCFastSpatialFilter)) << "no spatial index";
  found->SetSpatialFilterRect(box.west, box.south, box.east, box.north);
  std::vector<geo::Fid> fids;
  for (const auto& feature : *found) { fids.push_back(feature->GetFID()); }
  return fids;
}

void edit_as_qgis(const std::string& file, const std::string& layer, geo::Fid removed, geo::LonLat added_at, geo::LonLat moved_to) {
  const Strict strict;
  const auto dataset = open(file, GDAL_OF_UPDATE);
  OGRLayer* edited = dataset->GetLayerByName(layer.c_str());
  EXPECT_EQ(edited->DeleteFeature(removed), OGRERR_NONE);
  OGRFeature* feature = OGRFeature::CreateFeature(edited->GetLayerDefn());
  const OGRPoint first(added_at.lon, added_at.lat);
  feature->SetGeometry(&first);
  EXPECT_EQ(edited->CreateFeature(feature), OGRERR_NONE);
  const OGRPoint second(moved_to.lon, moved_to.lat);
  feature->SetGeometry(&second);
  EXPECT_EQ(edited->SetFeature(feature), OGRERR_NONE);
  OGRFeature::DestroyFeature(feature);
}

bool is_xml(const std::string& text) {
  const Strict strict;
  CPLXMLNode* root = CPLParseXMLString(text.c_str());
  CPLDestroyXMLNode(root);
  return root != nullptr;
}

}  // namespace store_test
