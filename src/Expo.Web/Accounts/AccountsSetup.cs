using Expo.Core.Accounts;
using Expo.Core.Data;
using Expo.Web.Http;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;

namespace Expo.Web.Accounts;

internal static class AccountsSetup
{
    public static IServiceCollection AddAccounts(this IServiceCollection services, DataDirectory data)
    {
        // Keys outlive the process, or everyone would be signed out and every open form refused at each restart.
        services.AddDataProtection().SetApplicationName("Expo").PersistKeysToFileSystem(new DirectoryInfo(data.Below("keys")));

        services.AddIdentityCore<Account>(identity =>
            {
                identity.User.RequireUniqueEmail = true;
                // Length is what protects (NIST SP 800-63B 3.1.1.2): no rules about kinds of characters.
                identity.Password = new PasswordOptions { RequiredLength = 12, RequireDigit = false, RequireLowercase = false, RequireUppercase = false, RequireNonAlphanumeric = false };
                identity.Lockout = new LockoutOptions { MaxFailedAccessAttempts = 10, DefaultLockoutTimeSpan = TimeSpan.FromMinutes(10) };
            })
            .AddRoles<IdentityRole<int>>()
            .AddEntityFrameworkStores<ExpoDb>()
            .AddSignInManager()
            .AddClaimsPrincipalFactory<AccountClaims>();

        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies(cookies => cookies.ApplicationCookie!.Configure(SetCookie));
        services.AddAuthorization(Policies.Add);
        services.AddCascadingAuthenticationState();
        services.AddScoped<SignInDesk>();
        services.AddScoped<LinkDesk>();
        services.AddScoped<StandingVisits>();
        services.AddScoped<AuthenticationStateProvider, ConsoleVisits>();
        services.Configure<SecurityStampValidatorOptions>(visits => visits.ValidationInterval = StandingVisits.LookEvery);
        return services;
    }

    private static void SetCookie(Microsoft.AspNetCore.Authentication.Cookies.CookieAuthenticationOptions cookie)
    {
        cookie.LoginPath = "/account/sign-in";
        cookie.ReturnUrlParameter = SignInPage.ReturnUrlName;
        cookie.ExpireTimeSpan = TimeSpan.FromHours(12);
        cookie.SlidingExpiration = true;
        cookie.Cookie.Name = "expo";
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = SameSiteMode.Lax;
        // Signed in, but without the role: the error page for 403 says so, at the address that was asked for.
        cookie.Events.OnRedirectToAccessDenied = context =>
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        };
        var toSignIn = cookie.Events.OnRedirectToLogin;
        cookie.Events.OnRedirectToLogin = context =>
        {
            if (context.Request.Path.StartsWithSegments("/api") || context.Request.Path.StartsWithSegments("/hubs"))
            {
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                return Task.CompletedTask;
            }

            return toSignIn(context);
        };
    }
}
