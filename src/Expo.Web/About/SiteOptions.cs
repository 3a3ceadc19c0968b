using System.ComponentModel.DataAnnotations;

namespace Expo.Web.About;

/// <summary>Who answers for this site.</summary>
public sealed class SiteOptions
{
    public const string Section = "Site";

    /// <summary>Email address for questions about accessibility and privacy. Without one the pages send people to the organisers.</summary>
    [EmailAddress]
    public string? Contact { get; set; }
}
