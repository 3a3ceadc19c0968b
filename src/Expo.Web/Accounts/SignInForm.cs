using System.ComponentModel.DataAnnotations;

namespace Expo.Web.Accounts;

/// <summary>What the sign-in page posts.</summary>
public sealed class SignInForm
{
    [Required(ErrorMessage = "Enter your email address.")]
    [StringLength(254, ErrorMessage = "An email address has at most 254 characters.")]
    public string Email { get; set; } = "";

    [Required(ErrorMessage = "Enter your password.")]
    [StringLength(256, ErrorMessage = "A password has at most 256 characters.")]
    public string Password { get; set; } = "";

    public bool StaySignedIn { get; set; }
}
